á
£t
-
Erfinv
x"T
y"T"
Ttype:
2
C
Placeholder
output"dtype"
dtypetype"
shapeshape:"serve*2.21.02v2.21.0-rc1-5-ga481b10260d8¹
d
xPlaceholder*'
_output_shapes
:ÿÿÿÿÿÿÿÿÿ*
dtype0*
shape:ÿÿÿÿÿÿÿÿÿ
L
erfinv/ErfinvErfinvx*
T0*'
_output_shapes
:ÿÿÿÿÿÿÿÿÿ"ª*}
serving_defaultj

x
x:0ÿÿÿÿÿÿÿÿÿ+
y&
erfinv/Erfinv:0ÿÿÿÿÿÿÿÿÿtensorflow/serving/predict