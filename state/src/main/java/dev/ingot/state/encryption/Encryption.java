package dev.ingot.state.encryption;

import dev.ingot.state.StateCipher;
import dev.ingot.state.StateFormatException;
import dev.ingot.state.StateFormatException.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Encrypts by the first of some methods, and decrypts by whichever fits: so keys and methods are
 * changed.
 *
 * @param what is encrypted, such as {@code state}
 * @param methods the one to encrypt by, then those to decrypt by, too
 */
record Encryption(String what, List<Method> methods) implements StateCipher {
  Encryption {
    methods = List.copyOf(methods);
  }

  @Override
  public byte[] seal(byte[] snapshot, long serial, String lineage) {
    return methods.getFirst() instanceof Unencrypted
        ? snapshot
        : sealed(snapshot).state(serial, lineage);
  }

  @Override
  public byte[] seal(byte[] part) {
    return methods.getFirst() instanceof Unencrypted ? part : sealed(part).part();
  }

  private Envelope sealed(byte[] plain) {
    TreeMap<String, byte[]> meta = new TreeMap<>();
    byte[] data = methods.getFirst().encrypt(plain, meta);
    return new Envelope(meta, data, Optional.empty(), Optional.empty());
  }

  @Override
  public Opened open(byte[] stored) {
    Optional<Envelope> envelope = Envelope.read(stored);
    if (envelope.isEmpty()) {
      if (methods.stream().anyMatch(Unencrypted.class::isInstance)) {
        return new Opened(stored, !(methods.getFirst() instanceof Unencrypted));
      }
      throw refused(
          "Unencrypted " + what,
          "The "
              + what
              + " is not encrypted, and its encryption says that it has to be. To encrypt it now,"
              + " add a fallback with the method unencrypted until it was written once.");
    }
    List<String> failures = new ArrayList<>();
    for (Method method : methods) {
      if (!(method instanceof Unencrypted)) {
        try {
          byte[] content = method.decrypt(envelope.get().data(), envelope.get().meta());
          envelope.get().check(content).ifPresent(problem -> mismatched(problem));
          return new Opened(content, !method.equals(methods.getFirst()));
        } catch (EncryptionException e) {
          failures.add(method.name() + ": " + e.reason());
        }
      }
    }
    throw refused(
        "Decryption failed",
        "The "
            + what
            + " can't be decrypted by any of the methods given. "
            + (failures.isEmpty() ? "None of them decrypts." : String.join(" ", failures)));
  }

  private void mismatched(String problem) {
    throw refused(
        "Changed " + what,
        "What is readable of the encrypted " + what + " was changed: " + problem);
  }

  private static StateFormatException refused(String summary, String detail) {
    return new StateFormatException(List.of(new Problem(summary, detail)));
  }
}
