package io.elasticinference.k8s.internal.diagnose;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a judge must ask for, since no watch shows it. An answer that is empty is still to come. */
public interface Inquiries {

  /**
   * Looks at a volume.
   *
   * @param name its name
   * @param occasion changes when it is worth looking again
   * @return the volume; an empty map where there is none
   */
  Optional<Map<String, Object>> volume(String name, String occasion);

  /**
   * Reads what a container wrote before it ended last.
   *
   * @param pod the pod
   * @param container the container's name
   * @param restarts how often it had been restarted
   * @return the last lines, oldest first; none where nothing is to be had
   */
  Optional<List<String>> lastWords(Map<String, Object> pod, String container, int restarts);
}
