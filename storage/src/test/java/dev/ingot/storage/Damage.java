package dev.ingot.storage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One way in which a file can be damaged by disks, crashes and people. */
public final class Damage {
  private static final int BLOCK = 16;

  private final String what;
  private final byte[] content;

  private Damage(String what, byte[] content) {
    this.what = what;
    this.content = content;
  }

  /** For messages. */
  public String what() {
    return what;
  }

  /** What the file holds then. */
  public byte[] content() {
    return content.clone();
  }

  /** Every byte flipped, every length, zeros from and to every place, blocks swapped, doubled. */
  public static List<Damage> all(byte[] whole) {
    List<Damage> all = new ArrayList<>(flips(whole));
    all.addAll(cuts(whole));
    all.addAll(zeros(whole));
    all.addAll(swaps(whole));
    byte[] twice = Arrays.copyOf(whole, 2 * whole.length);
    System.arraycopy(whole, 0, twice, whole.length, whole.length);
    all.add(new Damage("written twice", twice));
    all.removeIf(damage -> Arrays.equals(damage.content, whole));
    return all;
  }

  /** One bit of each byte, each bit in turn. */
  public static List<Damage> flips(byte[] whole) {
    List<Damage> flips = new ArrayList<>();
    for (int at = 0; at < whole.length; at++) {
      byte[] damaged = whole.clone();
      damaged[at] ^= (byte) (1 << at % 8);
      flips.add(new Damage("bit " + at % 8 + " of byte " + at + " flipped", damaged));
    }
    return flips;
  }

  /** Each length, from nothing on. */
  public static List<Damage> cuts(byte[] whole) {
    List<Damage> cuts = new ArrayList<>();
    for (int length = 0; length < whole.length; length++) {
      cuts.add(new Damage("cut to " + length + " bytes", Arrays.copyOf(whole, length)));
    }
    return cuts;
  }

  private static List<Damage> zeros(byte[] whole) {
    List<Damage> zeros = new ArrayList<>();
    for (int at = 0; at < whole.length; at += BLOCK) {
      byte[] block = whole.clone();
      Arrays.fill(block, at, Math.min(whole.length, at + BLOCK), (byte) 0);
      zeros.add(new Damage("zeros at byte " + at, block));
      byte[] rest = whole.clone();
      Arrays.fill(rest, at, whole.length, (byte) 0);
      zeros.add(new Damage("zeros from byte " + at + " on", rest));
    }
    return zeros;
  }

  private static List<Damage> swaps(byte[] whole) {
    List<Damage> swaps = new ArrayList<>();
    for (int at = 0; at + 2 * BLOCK <= whole.length; at += BLOCK) {
      byte[] swapped = whole.clone();
      System.arraycopy(whole, at, swapped, at + BLOCK, BLOCK);
      System.arraycopy(whole, at + BLOCK, swapped, at, BLOCK);
      swaps.add(new Damage("blocks at byte " + at + " swapped", swapped));
    }
    return swaps;
  }
}
