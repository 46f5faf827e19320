@echo off
setlocal
set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java"
if exist "%~dp0..\runtime\bin\java.exe" set "java=%~dp0..\runtime\bin\java"
"%java%" -Dio.netty.jfr.enabled=false -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto --enable-native-access=ALL-UNNAMED -cp "%~dp0..\lib\*" io.tenterhook.cli.Tenter %*
exit /b %errorlevel%
