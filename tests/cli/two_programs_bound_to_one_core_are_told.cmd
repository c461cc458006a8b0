# Side by side in one shell; and one beside what a bound shell started besides, which is nothing of its own.
cd $T && mkfifo gate up && rxt bind 1x1 -- sh -c 'echo up >up; cat gate' &
cd $T && until [ -p up ]; do sleep 0.01; done && cat up && rxt bind 1x1 -- true 2>&1 | sed 's/process [0-9]* /a process /; s/PU [0-9]*/its PU/'; : >gate; wait
rxt bind 1x1 -- sh -c 'sleep 20 & rxt bind 1x1 -- echo alone; kill $!' 2>&1
