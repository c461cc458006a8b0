command -v python3 >/dev/null || { echo needs python3; exit 77; }
cat >"$T/narrow.py" <<'END'
import fcntl, os, pty, struct, sys, termios
try:
    pid, fd = pty.fork()
except OSError:
    print("needs a pseudo-terminal"); sys.exit(77)
if pid == 0:
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 40, 0, 0))
    os.execvp(sys.argv[1], sys.argv[1:])
out = b""
try:
    while chunk := os.read(fd, 65536):
        out += chunk
except OSError:
    pass
text = out.replace(b"\x1b[K", b"")
progress = [l for l in text.replace(b"\r", b"\n").split(b"\n") if l.startswith(b"launch ")]
print(out.count(b"\x1b") > 0 and "escape sequences," or "no escape sequence,", len(progress) > 0 and "progress,",
      "longest of it", max(map(len, progress)) <= 40 and "fits" or "does not fit")
END
for term in dumb xterm; do
    TERM=$term python3 "$T/narrow.py" rxt study square --size small --layouts 1x1 --rounds 2 --out "$T/$term" || exit $?
done
