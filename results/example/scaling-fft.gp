# gnuplot scaling-fft.gp draws scaling-fft.svg and scaling-fft.pdf from scaling-fft.dat. Columns there: workers, speed-up and its 95 % interval,
# efficiency and its interval, median time in s, layout.
name = 'fft, strong scaling, Oxide Virtual Turin-like Processor'
set datafile missing '-'
set grid
set key top left
set xlabel 'workers'
set xtics 1
set xrange [0.8:2.2]
do for [form in "svg pdf"] {
if (form eq 'svg') { set terminal svg size 960,400 } else { set terminal pdfcairo size 9.6in,4in }
set output 'scaling-fft.'.form
set multiplot layout 1,2 title name noenhanced
set ylabel 'speed-up'
set yrange [0:*]
plot x with lines dashtype 2 linecolor rgb '#808080' title 'ideal', \
  'scaling-fft.dat' index 0 using 1:2:3:4 with yerrorlines linetype 1 linewidth 2 title 'threads', \
  'scaling-fft.dat' index 1 using 1:2:3:4 with yerrorlines linetype 2 linewidth 2 title 'ranks'
set ylabel 'efficiency'
set yrange [0:1.2<*]
set key bottom left
plot 1 with lines dashtype 2 linecolor rgb '#808080' title 'ideal', \
  'scaling-fft.dat' index 0 using 1:5:6:7 with yerrorlines linetype 1 linewidth 2 title 'threads', \
  'scaling-fft.dat' index 1 using 1:5:6:7 with yerrorlines linetype 2 linewidth 2 title 'ranks'
unset multiplot
set key top left
}
set output
