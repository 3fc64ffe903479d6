package dev.ingot.provider.protocol;

import java.util.Optional;

/** Keeps what a plugin said of itself, so that it isn't asked for it at every start. */
public interface SchemaCache {
  /** Keeps nothing. */
  SchemaCache NONE =
      new SchemaCache() {
        @Override
        public Optional<Description> read() {
          return Optional.empty();
        }

        @Override
        public void write(Description description) {}

        @Override
        public void varies() {}
      };

  /** What a plugin said of itself; the bytes are not copied and must not change. */
  final class Description {
    private final Protocol protocol;
    private final byte[] schema;
    private final byte[] identities;

    /**
     * @param schema its answer to {@link Rpc#SCHEMA}
     * @param identities its answer to {@link Rpc#IDENTITY_SCHEMAS}; none if it doesn't know the
     *     call
     */
    public Description(Protocol protocol, byte[] schema, byte[] identities) {
      this.protocol = protocol;
      this.schema = schema;
      this.identities = identities;
    }

    /** Which protocol it speaks. */
    public Protocol protocol() {
      return protocol;
    }

    /** Its answer to {@link Rpc#SCHEMA}. */
    public byte[] schema() {
      return schema;
    }

    /** Its answer to {@link Rpc#IDENTITY_SCHEMAS}. */
    public byte[] identities() {
      return identities;
    }
  }

  /** What was kept; empty if nothing was, or it can't be read. */
  Optional<Description> read();

  /** Keeps something; what can't be kept is let go. */
  void write(Description description);

  /** The plugin doesn't always say the same: nothing it says is kept any more. */
  void varies();
}
