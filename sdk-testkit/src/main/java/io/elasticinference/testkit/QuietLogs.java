package io.elasticinference.testkit;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Keeps the libraries of the played parts from announcing each server that starts: a pod is one.
 * Where the application has set a level of its own, that stays.
 */
final class QuietLogs {
  // A logger that nobody holds is collected, and its level with it.
  private static final List<Logger> CHATTY =
      List.of(
          Logger.getLogger("io.undertow"),
          Logger.getLogger("org.xnio"),
          Logger.getLogger("org.jboss.threads"));

  // It warns of what a hostile sender could do; the only sender here is the local gateway.
  private static final Logger PROTOBUF = Logger.getLogger("com.google.protobuf.GeneratedMessage");

  private QuietLogs() {}

  static void apply() {
    for (Logger logger : CHATTY) {
      if (logger.getLevel() == null) {
        logger.setLevel(Level.WARNING);
      }
    }
  }

  /**
   * Also leaves out protobuf's warning of old generated classes: for programs that are the local
   * cloud and nothing else.
   */
  static void applyToProgram() {
    PROTOBUF.setLevel(Level.SEVERE);
  }
}
