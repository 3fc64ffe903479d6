package dev.ingot.bake.winrm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** MD4 (RFC 1320), which the JDK doesn't have and NTLM passwords are hashed with. */
final class Md4 {
  private static final int BLOCK = 64;
  private static final int[] SECOND = {0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15};
  private static final int[] THIRD = {0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15};
  private static final int[][] SHIFTS = {{3, 7, 11, 19}, {3, 5, 9, 13}, {3, 9, 11, 15}};

  private Md4() {}

  static byte[] of(byte[] message) {
    byte[] padded = Arrays.copyOf(message, (message.length + 8) / BLOCK * BLOCK + BLOCK);
    padded[message.length] = (byte) 0x80;
    ByteBuffer words = ByteBuffer.wrap(padded).order(ByteOrder.LITTLE_ENDIAN);
    words.putLong(padded.length - 8, 8L * message.length);
    int[] state = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476};
    int[] block = new int[16];
    while (words.hasRemaining()) {
      for (int i = 0; i < block.length; i++) {
        block[i] = words.getInt();
      }
      mix(state, block);
    }
    ByteBuffer digest = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    for (int word : state) {
      digest.putInt(word);
    }
    return digest.array();
  }

  private static void mix(int[] state, int[] block) {
    int[] s = state.clone();
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < 16; i++) {
        int a = s[(16 - i) % 4];
        int b = s[(17 - i) % 4];
        int c = s[(18 - i) % 4];
        int d = s[(19 - i) % 4];
        int sum =
            switch (round) {
              case 0 -> a + ((b & c) | (~b & d)) + block[i];
              case 1 -> a + ((b & c) | (b & d) | (c & d)) + block[SECOND[i]] + 0x5a827999;
              default -> a + (b ^ c ^ d) + block[THIRD[i]] + 0x6ed9eba1;
            };
        s[(16 - i) % 4] = Integer.rotateLeft(sum, SHIFTS[round][i % 4]);
      }
    }
    for (int i = 0; i < state.length; i++) {
      state[i] += s[i];
    }
  }
}
