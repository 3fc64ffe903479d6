package dev.ingot.registry.content;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Compresses a stream to one member of gzip (RFC 1952), blocks of it at a time on all processors.
 * The result depends on the content and the level alone, not on the number of processors: each
 * block is compressed by itself, with the end of the one before as its dictionary. One that doesn't
 * get smaller is stored as it is.
 */
final class BlockGzip extends OutputStream {
  private static final int BLOCK = 128 * 1024;
  private static final int WINDOW = 32 * 1024;
  private static final int SAMPLES = 2;
  private static final int SAMPLE = 2 * 1024;
  private static final int BLOCKS_A_PROCESSOR = 4;
  private static final int MOST_PROCESSORS = 8;
  private static final byte[] NO_DICTIONARY = {};
  private static final byte[] HEADER = {0x1f, (byte) 0x8b, Deflater.DEFLATED, 0, 0, 0, 0, 0, 0, -1};

  private final OutputStream out;
  private final int level;
  private final int atOnce =
      BLOCKS_A_PROCESSOR * Math.min(MOST_PROCESSORS, Runtime.getRuntime().availableProcessors());
  private final Deque<FutureTask<byte[]>> running = new ArrayDeque<>();
  private final CRC32 crc = new CRC32();
  private byte[] block = new byte[BLOCK];
  private byte[] dictionary = NO_DICTIONARY;
  private int filled;
  private long size;

  /**
   * @param out receives the result; not closed
   * @param level from 1 to 9, as in {@link Deflater}
   */
  BlockGzip(OutputStream out, int level) throws IOException {
    this.out = out;
    this.level = level;
    out.write(HEADER);
  }

  @Override
  public void write(int singleByte) throws IOException {
    write(new byte[] {(byte) singleByte}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    crc.update(bytes, offset, length);
    size += length;
    int done = 0;
    while (done < length) {
      int count = Math.min(length - done, BLOCK - filled);
      System.arraycopy(bytes, offset + done, block, filled, count);
      filled += count;
      done += count;
      if (filled == BLOCK) {
        compress();
      }
    }
  }

  /** Writes what is left, and the end of the member. */
  void finish() throws IOException {
    byte[] last = deflated(block, filled, dictionary, level, true);
    while (!running.isEmpty()) {
      writeFirst();
    }
    out.write(last);
    writeNumber(crc.getValue());
    writeNumber(size);
  }

  /** Gives up what is still being compressed. */
  @Override
  public void close() {
    running.forEach(task -> task.cancel(false));
    running.clear();
  }

  private void compress() throws IOException {
    if (running.size() == atOnce) {
      writeFirst();
    }
    byte[] full = block;
    byte[] before = dictionary;
    FutureTask<byte[]> task = new FutureTask<>(() -> deflated(full, BLOCK, before, level, false));
    running.add(task);
    Thread _ = Thread.ofVirtual().start(task);
    dictionary = Arrays.copyOfRange(full, BLOCK - WINDOW, BLOCK);
    block = new byte[BLOCK];
    filled = 0;
  }

  private void writeFirst() throws IOException {
    try {
      out.write(running.remove().get());
    } catch (ExecutionException e) {
      throw new IOException("compression failed: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException interrupted = new InterruptedIOException();
      interrupted.initCause(e);
      throw interrupted;
    }
  }

  private void writeNumber(long number) throws IOException {
    for (int bits = 0; bits < Integer.SIZE; bits += Byte.SIZE) {
      out.write((int) (number >>> bits) & 0xff);
    }
  }

  private static byte[] deflated(
      byte[] content, int length, byte[] dictionary, int level, boolean last) {
    int used = getsSmaller(content, length) ? level : Deflater.NO_COMPRESSION;
    try (Deflater deflater = new Deflater(used, true)) {
      if (dictionary.length > 0 && used != Deflater.NO_COMPRESSION) {
        deflater.setDictionary(dictionary);
      }
      deflater.setInput(content, 0, length);
      if (last) {
        deflater.finish();
      }
      ByteArrayOutputStream result = new ByteArrayOutputStream(length / 2 + 64);
      byte[] buffer = new byte[WINDOW];
      int flush = last ? Deflater.NO_FLUSH : Deflater.SYNC_FLUSH;
      int count;
      do {
        count = deflater.deflate(buffer, 0, buffer.length, flush);
        result.write(buffer, 0, count);
      } while (count == buffer.length);
      return result.toByteArray();
    }
  }

  /** Whether samples of a block shrink by two percent; that costs little. */
  private static boolean getsSmaller(byte[] content, int length) {
    if (length < BLOCK) {
      return true;
    }
    byte[] samples = new byte[SAMPLES * SAMPLE];
    for (int index = 0; index < SAMPLES; index++) {
      int from = (2 * index + 1) * BLOCK / (2 * SAMPLES) - SAMPLE / 2;
      System.arraycopy(content, from, samples, index * SAMPLE, SAMPLE);
    }
    int most = samples.length - samples.length / 50;
    try (Deflater deflater = new Deflater(Deflater.BEST_SPEED, true)) {
      deflater.setInput(samples);
      deflater.finish();
      return deflater.deflate(new byte[most]) < most;
    }
  }
}
