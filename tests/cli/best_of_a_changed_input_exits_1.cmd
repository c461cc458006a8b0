# A file that a kernel reads is known by its size and its bytes, not by its date.
cd "$T" && printf 'one two two\n' >a.txt
rxt study words input=a.txt --layouts 1x1 --size small --rounds 1 --out f >/dev/null 2>&1
touch -d 2001-01-01 a.txt && rxt best f 2>/dev/null
printf 'one two six\n' >a.txt && rxt best f 2>told
echo "status $?"
sed -n "s/.*changed since the study: file .*\(a.txt digest\) was.*/\1/p" told
rm a.txt && rxt best f --stale-ok 2>told && grep -o "a.txt was '{.size.:12" told && grep -o "is 'none'" told
