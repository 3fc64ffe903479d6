package dev.ingot.deploy.call;

/** The calls of a provider that pass the door. */
enum Call {
  SCHEMA("describing itself", Kind.COMPUTES),
  VALIDATE("checking the configuration of", Kind.COMPUTES),
  CONFIGURE("configuring", Kind.ASKS),
  UPGRADE("upgrading the stored object of", Kind.COMPUTES),
  MOVE("moving the stored object to", Kind.COMPUTES),
  READ("reading", Kind.ASKS),
  PLAN("planning", Kind.ASKS),
  CREATE("creating", Kind.CHANGES),
  UPDATE("updating", Kind.CHANGES),
  DESTROY("destroying", Kind.CHANGES),
  IMPORT("importing", Kind.ASKS),
  READ_DATA("reading", Kind.ASKS),
  FUNCTION("running the function", Kind.COMPUTES),
  OPEN("opening", Kind.ASKS),
  RENEW("renewing", Kind.LEASES),
  CLOSE("closing", Kind.LEASES);

  /** What a call does, and so how long it may take. */
  enum Kind {
    /** It contacts no other system, so it ends soon or never. */
    COMPUTES,
    /** It may contact slow systems; nothing is lost if it is abandoned. */
    ASKS,
    /** It renews or ends a lease, which ends by itself, too: it is waited for some minutes. */
    LEASES,
    /** It changes something: its answer is waited for as long as this process runs. */
    CHANGES
  }

  private final String doing;
  private final Kind kind;

  Call(String doing, Kind kind) {
    this.doing = doing;
    this.kind = kind;
  }

  /** As messages say it, before what it is about. */
  String doing() {
    return doing;
  }

  Kind kind() {
    return kind;
  }
}
