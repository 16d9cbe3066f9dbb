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
rm -rf sites/.[!.]* || : # an rsync whose near side was killed may still write there; the next one removes it
echo ready
settle() { sync -f "$1" 2> /dev/null || sync; }
while read -r verb one two; do
  case $verb in
    names) ls sites ;;
    current) if [ -L current ]; then basename "$(readlink current)"; fi ;;
    read) if [ -f "sites/$one/$two" ]; then cat "sites/$one/$two"; fi ;;
    sums) (cd "sites/$one" && find . -type f -print0 | xargs -0 -r sha256sum) ;;
    accept) settle "sites/$one"; mv -T "sites/$one" "sites/$two"; settle sites ;;
    point) ln -s "sites/$one" .current.new; mv -T .current.new current; settle . ;;
    remove) mv -T "sites/$one" "sites/.leaving-$one"; rm -rf "sites/.leaving-$one" ;;
  esac
  echo .
done
