package io.elasticinference.benchmarks.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Programs by others. */
final class Commands {
  /** What a program said, and the processor time that it took from its start to its end. */
  record Ended(String output, double cpuSeconds) {
    /** The number that the pattern's group finds in the output. */
    double number(String pattern) throws IOException {
      Matcher matcher = Pattern.compile(pattern).matcher(output);
      if (!matcher.find()) {
        throw new IOException("No " + pattern + " in the output:\n" + output);
      }
      return Double.parseDouble(matcher.group(1));
    }
  }

  private static final Pattern TIMES =
      Pattern.compile("(?s)(.*)^cpu ([0-9.]+) ([0-9.]+)\\s*$", Pattern.MULTILINE);

  private Commands() {}

  /** A command that is held on one core. */
  static List<String> pinned(int core, List<String> command) {
    List<String> whole = new ArrayList<>(List.of("taskset", "--cpu-list", Integer.toString(core)));
    whole.addAll(command);
    return whole;
  }

  /** Runs a command on one core; the kernel's own account of it comes from the shell's time. */
  static Ended run(int core, List<String> command) throws IOException, InterruptedException {
    List<String> whole =
        new ArrayList<>(
            List.of("bash", "-c", "TIMEFORMAT='cpu %3U %3S'; time \"$@\"", "benchmark"));
    whole.addAll(pinned(core, command));
    Process process = new ProcessBuilder(whole).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int status = process.waitFor();
    Matcher times = TIMES.matcher(output.strip());
    if (status != 0 || !times.matches()) {
      throw new IOException(String.join(" ", command) + ": ended with " + status + "\n" + output);
    }
    return new Ended(
        times.group(1), Double.parseDouble(times.group(2)) + Double.parseDouble(times.group(3)));
  }
}
