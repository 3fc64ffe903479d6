package dev.ingot.deploy;

/** What a plan does to an object. */
public enum ChangeAction {
  /** Nothing. */
  NO_OP,
  /** Creates it. */
  CREATE,
  /** Reads a data source while applying. */
  READ,
  /** Changes it in place. */
  UPDATE,
  /** Destroys it. */
  DELETE,
  /** Destroys it, then creates another. */
  DELETE_THEN_CREATE,
  /** Creates another, then destroys it. */
  CREATE_THEN_DELETE,
  /** Stops managing it and leaves it alone. */
  FORGET;

  /** Whether another object takes its place. */
  public boolean isReplace() {
    return this == DELETE_THEN_CREATE || this == CREATE_THEN_DELETE;
  }

  /** Whether a new object comes into being. */
  public boolean creates() {
    return this == CREATE || isReplace();
  }

  /** Whether an object is destroyed. */
  public boolean destroys() {
    return this == DELETE || isReplace();
  }
}
