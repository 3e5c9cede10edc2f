package io.elasticinference.spi;

import java.util.List;

/**
 * A model as it lies in the store.
 *
 * @param location the URI of the folder that holds the version folders
 * @param versions the complete versions there, ascending
 */
public record StoredModel(String location, List<Long> versions) {

  public StoredModel {
    versions = List.copyOf(versions);
  }
}
