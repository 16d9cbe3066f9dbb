# The far side of `portal publish` over SSH: takes the lock, then does what it is told, a line at a time.
# Each answer ends with a line that holds a dot. When the near side is gone, so is this, with its lock; nothing that
# was half done is ever shown. Needs POSIX sh, flock, find, xargs, sha256sum and GNU or BusyBox mv.
set -eu
umask 022
root=$1
mkdir -p -- "$root"
cd -- "$root"
for name in * .[!.]*; do
  case $name in
    sites | .lock | .current.new | '*' | '.[!.]*') ;;
    current) [ -L current ] || { echo "foreign current"; exit 0; } ;;
    *) echo "foreign $name"; exit 0 ;;
  esac
done
exec 9> .lock
flock -n 9 || { if [ $? = 1 ]; then echo busy; fi; exit 0; }
mkdir -p sites
rm -f .current.new
# An rsync whose near side was killed may still write: what it writes into is removed until it gives up.
for try in 1 2 3 4 5 6 7 8 9 10; do
  rm -rf sites/.[!.]* || :
  left=$(ls -A sites | grep '^\.' | head -n 1 || :)
  [ -n "$left" ] || break
  sleep 1
done
[ -z "$left" ] || { echo "left sites/$left"; exit 0; }
echo ready
settle() { sync -f "$1" 2> /dev/null || sync; }
hash() { { sha256sum < "$1"; } 2> /dev/null | cut -c 1-64; }
while read -r verb one two three four; do
  case $verb in
    names) ls sites ;;
    current) if [ -L current ]; then basename "$(readlink current)"; fi ;;
    read) if [ -f "sites/$one/$two" ]; then cat "sites/$one/$two"; fi ;;
    write) # so many lines follow
      case $one in .*) draft=sites/$one/$two ;; *) draft=sites/.list ;; esac # of what arrives, all is a draft
      : > "$draft"
      while [ "$three" -gt 0 ]; do
        IFS= read -r line
        printf '%s\n' "$line" >> "$draft"
        three=$((three - 1))
      done
      [ "$draft" = "sites/$one/$two" ] || mv -T "$draft" "sites/$one/$two" ;;
    carry)
      if [ "$(hash "sites/$one/$three")" = "$four" ]; then
        mkdir -p "$(dirname "sites/$two/$three")"
        ln -f "sites/$one/$three" "sites/$two/$three" || cp -p "sites/$one/$three" "sites/$two/$three"
        echo carried
      fi ;;
    sums) (cd "sites/$one" && find . -type f -print0 | xargs -0 -r sha256sum) ;;
    accept) settle "sites/$one"; mv -T "sites/$one" "sites/$two"; settle sites ;;
    point) ln -s "sites/$one" .current.new; mv -T .current.new current; settle . ;;
    remove) mv -T "sites/$one" "sites/.leaving-$one"; rm -rf "sites/.leaving-$one" ;;
    discard) rm -rf "sites/$one" ;;
  esac
  echo .
done
