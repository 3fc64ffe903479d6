package dev.ingot.state.encryption;

import java.util.Map;
import java.util.SortedMap;

/** Leaves it readable: for the time while encryption is introduced or given up. */
record Unencrypted(String name) implements Method {
  @Override
  public byte[] encrypt(byte[] plain, SortedMap<String, byte[]> meta) {
    return plain;
  }

  @Override
  public byte[] decrypt(byte[] data, Map<String, byte[]> meta) {
    throw new EncryptionException("It decrypts nothing.");
  }
}
