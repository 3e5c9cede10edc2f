package io.elasticinference.store;

import java.time.Instant;

/**
 * One file of a model as it lies in the store.
 *
 * @param name its name below the version's folder, with slashes
 * @param sizeBytes its bytes
 * @param lastModified when it was written
 */
public record StoredFile(String name, long sizeBytes, Instant lastModified) {}
