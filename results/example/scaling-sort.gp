# gnuplot scaling-sort.gp draws scaling-sort.svg, scaling-sort.pdf and a file for each panel from scaling-sort.dat. Columns there: workers, speed-up
# and its 95 % interval, efficiency and its interval, median time in s or number and its interval, layout.
# scaling-sort.txt tells what was measured.
reset
name = 'sort, strong scaling, AMD EPYC'
set datafile missing '-'
set grid linecolor rgb '#dddddd'
set key outside above center horizontal
set xlabel 'workers'
set logscale x 2
set xrange [0.85:2.36]
set xtics (1, 2)
do for [form in "svg pdf"] {
if (form eq 'svg') { set terminal svg size 1200,400 font ',12' background 'white' } else { set terminal pdfcairo size 10.2in,3.2in font ',9' }
set output 'scaling-sort.'.form
set multiplot layout 1,3 title name noenhanced
unset label
set ylabel 'speed-up'
set logscale y 2
set yrange [0.85:2.5]
plot x with lines dashtype 3 linewidth 1.5 linecolor rgb '#606060' title 'ideal', \
  'scaling-sort.dat' index 0 using ($1*0.983794):2:3:4 with yerrorbars linecolor rgb '#0072B2' linewidth 1.5 pointtype 7 pointsize 0.6 notitle, \
  'scaling-sort.dat' index 1 using ($1*1):2:3:4 with yerrorbars linecolor rgb '#D55E00' linewidth 1.5 pointtype 5 pointsize 0.6 notitle, \
  'scaling-sort.dat' index 0 using ($1*0.983794):2 with linespoints linecolor rgb '#0072B2' linewidth 1.5 pointtype 7 pointsize 0.6 dashtype 1 title 'threads', \
  'scaling-sort.dat' index 1 using ($1*1):2 with linespoints linecolor rgb '#D55E00' linewidth 1.5 pointtype 5 pointsize 0.6 dashtype 2 title 'ranks'
unset label
set ylabel 'time in s'
unset logscale y
set yrange [0:0.210975]
plot 0.16878/x with lines dashtype 3 linewidth 1.5 linecolor rgb '#606060' title 'ideal', \
  'scaling-sort.dat' index 0 using ($1*0.983794):8:9:10 with yerrorbars linecolor rgb '#0072B2' linewidth 1.5 pointtype 7 pointsize 0.6 notitle, \
  'scaling-sort.dat' index 1 using ($1*1):8:9:10 with yerrorbars linecolor rgb '#D55E00' linewidth 1.5 pointtype 5 pointsize 0.6 notitle, \
  'scaling-sort.dat' index 0 using ($1*0.983794):8 with linespoints linecolor rgb '#0072B2' linewidth 1.5 pointtype 7 pointsize 0.6 dashtype 1 title 'threads', \
  'scaling-sort.dat' index 1 using ($1*1):8 with linespoints linecolor rgb '#D55E00' linewidth 1.5 pointtype 5 pointsize 0.6 dashtype 2 title 'ranks'
unset label
set ylabel 'efficiency'
unset logscale y
set yrange [0:1.2]
plot 1 with lines dashtype 3 linewidth 1.5 linecolor rgb '#606060' title 'ideal', \
  'scaling-sort.dat' index 0 using ($1*0.983794):5:6:7 with yerrorbars linecolor rgb '#0072B2' linewidth 1.5 pointtype 7 pointsize 0.6 notitle, \
  'scaling-sort.dat' index 1 using ($1*1):5:6:7 with yerrorbars linecolor rgb '#D55E00' linewidth 1.5 pointtype 5 pointsize 0.6 notitle, \
  'scaling-sort.dat' index 0 using ($1*0.983794):5 with linespoints linecolor rgb '#0072B2' linewidth 1.5 pointtype 7 pointsize 0.6 dashtype 1 title 'threads', \
  'scaling-sort.dat' index 1 using ($1*1):5 with linespoints linecolor rgb '#D55E00' linewidth 1.5 pointtype 5 pointsize 0.6 dashtype 2 title 'ranks'
unset multiplot
}
set terminal pdfcairo size 3.4in,2.7in font ',8'
set output 'speedup-sort.pdf'
unset label
set ylabel 'speed-up'
set logscale y 2
set yrange [0.85:2.5]
plot x with lines dashtype 3 linewidth 1.5 linecolor rgb '#606060' title 'ideal', \
  'scaling-sort.dat' index 0 using ($1*0.983794):2:3:4 with yerrorbars linecolor rgb '#0072B2' linewidth 1.5 pointtype 7 pointsize 0.6 notitle, \
  'scaling-sort.dat' index 1 using ($1*1):2:3:4 with yerrorbars linecolor rgb '#D55E00' linewidth 1.5 pointtype 5 pointsize 0.6 notitle, \
  'scaling-sort.dat' index 0 using ($1*0.983794):2 with linespoints linecolor rgb '#0072B2' linewidth 1.5 pointtype 7 pointsize 0.6 dashtype 1 title 'threads', \
  'scaling-sort.dat' index 1 using ($1*1):2 with linespoints linecolor rgb '#D55E00' linewidth 1.5 pointtype 5 pointsize 0.6 dashtype 2 title 'ranks'
set output 'time-sort.pdf'
unset label
set ylabel 'time in s'
unset logscale y
set yrange [0:0.210975]
plot 0.16878/x with lines dashtype 3 linewidth 1.5 linecolor rgb '#606060' title 'ideal', \
  'scaling-sort.dat' index 0 using ($1*0.983794):8:9:10 with yerrorbars linecolor rgb '#0072B2' linewidth 1.5 pointtype 7 pointsize 0.6 notitle, \
  'scaling-sort.dat' index 1 using ($1*1):8:9:10 with yerrorbars linecolor rgb '#D55E00' linewidth 1.5 pointtype 5 pointsize 0.6 notitle, \
  'scaling-sort.dat' index 0 using ($1*0.983794):8 with linespoints linecolor rgb '#0072B2' linewidth 1.5 pointtype 7 pointsize 0.6 dashtype 1 title 'threads', \
  'scaling-sort.dat' index 1 using ($1*1):8 with linespoints linecolor rgb '#D55E00' linewidth 1.5 pointtype 5 pointsize 0.6 dashtype 2 title 'ranks'
set output 'efficiency-sort.pdf'
unset label
set ylabel 'efficiency'
unset logscale y
set yrange [0:1.2]
plot 1 with lines dashtype 3 linewidth 1.5 linecolor rgb '#606060' title 'ideal', \
  'scaling-sort.dat' index 0 using ($1*0.983794):5:6:7 with yerrorbars linecolor rgb '#0072B2' linewidth 1.5 pointtype 7 pointsize 0.6 notitle, \
  'scaling-sort.dat' index 1 using ($1*1):5:6:7 with yerrorbars linecolor rgb '#D55E00' linewidth 1.5 pointtype 5 pointsize 0.6 notitle, \
  'scaling-sort.dat' index 0 using ($1*0.983794):5 with linespoints linecolor rgb '#0072B2' linewidth 1.5 pointtype 7 pointsize 0.6 dashtype 1 title 'threads', \
  'scaling-sort.dat' index 1 using ($1*1):5 with linespoints linecolor rgb '#D55E00' linewidth 1.5 pointtype 5 pointsize 0.6 dashtype 2 title 'ranks'
set output
