package dev.ingot.http;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads messages from one connection, one after the other. Strict where leniency lets two readers
 * see different messages (RFC 9112, 11.2): lines end in CRLF, names have no space before the colon,
 * no folded lines, no control characters.
 */
public final class HttpReader {
  /** The limit for the bytes of a head. */
  public static final int MAX_HEAD = 64 * 1024;

  private static final int MAX_TARGET = 16 * 1024;
  private static final int MAX_FIELDS = 200;
  private static final int BUFFER = 16 * 1024;

  private final Connection connection;
  private byte[] buffer = new byte[BUFFER];
  private int start;
  private int end;

  /** Over a connection. */
  public HttpReader(Connection connection) {
    this.connection = connection;
  }

  /**
   * Waits until the next message begins.
   *
   * @return false when the peer has closed the connection instead
   * @throws SocketTimeoutException when nothing came in time
   */
  public boolean awaitMessage(Duration timeout) throws IOException {
    return start < end || fill(timeout);
  }

  /** Bytes read from the connection but not consumed. */
  public byte[] takeBuffered() {
    byte[] rest = Arrays.copyOfRange(buffer, start, end);
    start = end;
    return rest;
  }

  /**
   * Reads a request's head.
   *
   * @param timeout for the whole head
   * @throws HttpException when it is not HTTP/1.0 or 1.1
   * @throws EOFException when the connection ends before its end
   */
  public RequestHead readRequestHead(Duration timeout) throws IOException {
    Lines lines = new Lines(timeout);
    String line = lines.next();
    for (int blank = 0; line.isEmpty() && blank < 2; blank++) {
      line = lines.next();
    }
    String[] parts = line.split(" ", -1);
    if (parts.length != 3) {
      throw new HttpException(400, "the request line is not method, target and version");
    }
    if (!isToken(parts[0])) {
      throw new HttpException(400, "the method is not a token");
    }
    if (parts[1].isEmpty() || !isVisible(parts[1])) {
      throw new HttpException(400, "the target has invalid characters");
    }
    if (parts[1].length() > MAX_TARGET) {
      throw new HttpException(414, "the target is too long");
    }
    return new RequestHead(parts[0], parts[1], minor(parts[2], 505), fields(lines, 400));
  }

  /**
   * Reads a response's head.
   *
   * @param timeout for the whole head
   * @throws HttpException when it is not HTTP/1.0 or 1.1
   * @throws EOFException when the connection ends before its end
   */
  public ResponseHead readResponseHead(Duration timeout) throws IOException {
    Lines lines = new Lines(timeout);
    String line = lines.next();
    String[] parts = line.split(" ", 3);
    if (parts.length < 2 || !isStatus(parts[1])) {
      throw new HttpException(502, "the status line is not version and status");
    }
    return new ResponseHead(
        Integer.parseInt(parts[1]),
        parts.length == 3 ? parts[2] : "",
        minor(parts[0], 502),
        fields(lines, 502));
  }

  private static boolean isStatus(String text) {
    return text.length() == 3
        && text.charAt(0) >= '1'
        && text.chars().allMatch(c -> c >= '0' && c <= '9')
        && text.charAt(0) <= '9';
  }

  /** The body that follows a head; it must be read to its end before the next head. */
  public Body body(Framing framing) {
    return new Body(framing);
  }

  private static int minor(String version, int status) throws HttpException {
    if (version.equals("HTTP/1.1")) {
      return 1;
    }
    if (version.equals("HTTP/1.0")) {
      return 0;
    }
    throw new HttpException(
        version.startsWith("HTTP/") ? status : 400, "the version is not HTTP/1.0 or HTTP/1.1");
  }

  private static Headers fields(Lines lines, int status) throws IOException {
    List<Headers.Field> fields = new ArrayList<>();
    for (String line = lines.next(); !line.isEmpty(); line = lines.next()) {
      if (fields.size() == MAX_FIELDS) {
        throw new HttpException(status == 400 ? 431 : status, "too many header fields");
      }
      int colon = line.indexOf(':');
      String name = line.substring(0, Math.max(0, colon));
      if (!isToken(name)) {
        throw new HttpException(status, "a header field has an invalid name");
      }
      String value = stripBlanks(line.substring(colon + 1));
      if (!isFieldValue(value)) {
        throw new HttpException(status, "a header field has a control character");
      }
      fields.add(new Headers.Field(name, value));
    }
    return new Headers(fields);
  }

  private static String stripBlanks(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && (text.charAt(from) == ' ' || text.charAt(from) == '\t')) {
      from++;
    }
    while (to > from && (text.charAt(to - 1) == ' ' || text.charAt(to - 1) == '\t')) {
      to--;
    }
    return text.substring(from, to);
  }

  static boolean isToken(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean alphanumeric =
          (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (!alphanumeric && "!#$%&'*+-.^_`|~".indexOf(c) < 0) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  private static boolean isVisible(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= 0x20 || c == 0x7f) {
        return false;
      }
    }
    return true;
  }

  static boolean isFieldValue(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < 0x20 && c != '\t') || c == 0x7f || c > 0xff) {
        return false;
      }
    }
    return true;
  }

  private boolean fill(Duration timeout) throws IOException {
    if (start == end) {
      start = 0;
      end = 0;
    } else if (end == buffer.length) {
      if (start > 0) {
        System.arraycopy(buffer, start, buffer, 0, end - start);
        end -= start;
        start = 0;
      } else {
        buffer = Arrays.copyOf(buffer, buffer.length * 2);
      }
    }
    int count = connection.read(buffer, end, buffer.length - end, timeout);
    if (count < 0) {
      return false;
    }
    end += count;
    return true;
  }

  /** Reads lines within one time limit and one size limit. */
  private final class Lines {
    private final long deadline;
    private int left = MAX_HEAD;

    Lines(Duration timeout) {
      this.deadline = System.nanoTime() + timeout.toNanos();
    }

    String next() throws IOException {
      int scanned = 0;
      while (true) {
        for (int i = start + scanned; i < end; i++) {
          if (buffer[i] == '\n') {
            return take(i);
          }
        }
        scanned = end - start;
        if (scanned > left) {
          throw new HttpException(431, "the head is too large");
        }
        long nanos = deadline - System.nanoTime();
        if (nanos <= 0) {
          throw new SocketTimeoutException("the head took too long");
        }
        if (!fill(Duration.ofNanos(nanos))) {
          throw new EOFException("the connection ended in the middle of a head");
        }
      }
    }

    private String take(int lineFeed) throws HttpException {
      int length = lineFeed - start;
      if (length == 0 || buffer[lineFeed - 1] != '\r') {
        throw new HttpException(400, "a line does not end in CRLF");
      }
      left -= length + 1;
      if (left < 0) {
        throw new HttpException(431, "the head is too large");
      }
      String line = new String(buffer, start, length - 1, StandardCharsets.ISO_8859_1);
      start = lineFeed + 1;
      if (line.indexOf('\r') >= 0) {
        throw new HttpException(400, "a line has a carriage return in it");
      }
      return line;
    }
  }

  /** The position in a chunked body. */
  private enum Place {
    SIZE,
    DATA,
    END_OF_DATA,
    TRAILER
  }

  /** A body being read. */
  public final class Body {
    private final Framing framing;
    private long left;
    private boolean ended;
    private Place place = Place.SIZE;

    private Body(Framing framing) {
      this.framing = framing;
      this.left = framing instanceof Framing.Length(long bytes) ? bytes : 0;
      this.ended = framing instanceof Framing.None;
    }

    /** Whether all of it has been read. */
    public boolean isComplete() {
      return ended;
    }

    /**
     * Reads some of it.
     *
     * @return how many bytes, -1 at its end
     * @throws EOFException when the connection ended before the body did
     * @throws HttpException when its chunks are not well-formed
     */
    public int read(byte[] into, int offset, int length, Duration timeout) throws IOException {
      if (ended) {
        return -1;
      }
      return switch (framing) {
        case Framing.None _ -> -1;
        case Framing.Length _ -> {
          int count = some(into, offset, (int) Math.min(length, left), timeout);
          left -= count;
          ended = left == 0;
          yield count;
        }
        case Framing.Chunked _ -> chunked(into, offset, length, timeout);
        case Framing.UntilClose _ -> {
          if (start == end && !fill(timeout)) {
            ended = true;
            yield -1;
          }
          yield some(into, offset, length, timeout);
        }
      };
    }

    private int chunked(byte[] into, int offset, int length, Duration timeout) throws IOException {
      // The position is kept, so that a read that timed out can be continued.
      Lines lines = new Lines(timeout);
      if (place == Place.END_OF_DATA) {
        if (!lines.next().isEmpty()) {
          throw new HttpException(400, "a chunk is longer than its size says");
        }
        place = Place.SIZE;
      }
      if (place == Place.SIZE) {
        left = chunkSize(lines.next());
        place = left == 0 ? Place.TRAILER : Place.DATA;
      }
      if (place == Place.TRAILER) {
        var _ = fields(lines, 400);
        ended = true;
        return -1;
      }
      int count = some(into, offset, (int) Math.min(length, left), timeout);
      left -= count;
      if (left == 0) {
        place = Place.END_OF_DATA;
      }
      return count;
    }

    private static long chunkSize(String line) throws HttpException {
      int semicolon = line.indexOf(';');
      String size = stripBlanks(semicolon < 0 ? line : line.substring(0, semicolon));
      if (!size.matches("[0-9a-fA-F]{1,15}")
          || (semicolon >= 0 && !isFieldValue(line))
          || line.length() > 1024) {
        throw new HttpException(400, "a chunk has an invalid size");
      }
      return Long.parseLong(size, 16);
    }

    private int some(byte[] into, int offset, int length, Duration timeout) throws IOException {
      if (start == end) {
        int count = connection.read(into, offset, length, timeout);
        if (count < 0) {
          throw new EOFException("the connection ended in the middle of a body");
        }
        return count;
      }
      int count = Math.min(length, end - start);
      System.arraycopy(buffer, start, into, offset, count);
      start += count;
      return count;
    }
  }
}
