# Sourced by ./mvnw and ./serinus. Serinus is built and run by JDK 25 or newer; where JAVA_HOME (or the java on the PATH)
# is older, the newest one in the usual places is taken. Sets and exports JAVA_HOME, or ends the caller with one sentence.
jdk_major() { sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null || :; }

jdk_needed=25
jdk_best=$(jdk_major "${JAVA_HOME:-}")
if [ "${jdk_best:-0}" -lt "$jdk_needed" ]; then
  jdk_on_path=$(command -v javac 2>/dev/null || :)
  [ -z "$jdk_on_path" ] || jdk_on_path=$(dirname "$(dirname "$(readlink -f "$jdk_on_path")")")
  for jdk_home in "$jdk_on_path" /usr/lib/jvm/* /opt/java/* /opt/jdk* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    jdk_found=$(jdk_major "$jdk_home")
    if [ -x "$jdk_home/bin/javac" ] && [ "${jdk_found:-0}" -ge "$jdk_needed" ] && [ "${jdk_found:-0}" -gt "${jdk_best:-0}" ]; then
      jdk_best=$jdk_found
      JAVA_HOME=$jdk_home
      export JAVA_HOME
    fi
  done
fi
if [ "${jdk_best:-0}" -lt "$jdk_needed" ]; then
  echo "${0##*/}: needs a JDK $jdk_needed or newer and found none: install one (for example Eclipse Temurin $jdk_needed) or point JAVA_HOME at it." >&2
  exit 1
fi
