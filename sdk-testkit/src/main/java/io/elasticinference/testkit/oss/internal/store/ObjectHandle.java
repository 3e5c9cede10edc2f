package io.elasticinference.testkit.oss.internal.store;

import java.util.concurrent.atomic.AtomicBoolean;

/** An object whose content stays readable until the handle is closed, even when it is replaced. */
public final class ObjectHandle implements AutoCloseable {

  private final StoredObject object;
  private final Blobs blobs;
  private final AtomicBoolean closed = new AtomicBoolean();

  ObjectHandle(StoredObject object, Blobs blobs) {
    this.object = object;
    this.blobs = blobs;
  }

  public StoredObject object() {
    return object;
  }

  @Override
  public void close() {
    if (!closed.getAndSet(true)) {
      blobs.release(object.segments());
    }
  }
}
