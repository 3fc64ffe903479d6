package dev.ingot.state;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Seals by turning every bit around, after a mark: nothing that was sealed can be read as it is.
 */
public final class InvertingCipher implements StateCipher {
  private static final byte MARK = 1;

  private final AtomicBoolean keyLost = new AtomicBoolean();

  /** From now on nothing is sealed, as where the service that has the key is away. */
  public void loseKey() {
    keyLost.set(true);
  }

  @Override
  public byte[] seal(byte[] snapshot, long serial, String lineage) {
    return seal(snapshot);
  }

  @Override
  public byte[] seal(byte[] part) {
    if (keyLost.get()) {
      throw new StateException("The service that has the key does not answer.");
    }
    byte[] sealed = new byte[part.length + 1];
    sealed[0] = MARK;
    for (int i = 0; i < part.length; i++) {
      sealed[i + 1] = (byte) ~part[i];
    }
    return sealed;
  }

  @Override
  public Opened open(byte[] stored) {
    if (stored.length == 0 || stored[0] != MARK) {
      throw new StateFormatException(
          List.of(new StateFormatException.Problem("Unencrypted state", "It is not encrypted.")));
    }
    byte[] plain = new byte[stored.length - 1];
    for (int i = 0; i < plain.length; i++) {
      plain[i] = (byte) ~stored[i + 1];
    }
    return new Opened(plain, false);
  }
}
