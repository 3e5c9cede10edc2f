package io.elasticinference.event;

/** A stage of the pipeline, in the order in which they run. */
public enum Stage {
  /** The specification is checked, all faults at once. */
  VALIDATE,
  /** The cluster is found, and asked whether the names are free or ours. */
  CONNECT,
  /** The model is uploaded to the store, or found there. */
  UPLOAD,
  /** Placement, volume and metric are worked out. */
  RESOLVE,
  /** The objects are written down; nothing is sent. */
  RENDER,
  /** The API server says what an apply would change. */
  DIFF,
  /** The objects are applied. */
  APPLY,
  /** The service is watched until it is ready. */
  OBSERVE
}
