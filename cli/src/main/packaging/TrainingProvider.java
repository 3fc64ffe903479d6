import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A provider's program for the training run, so that the cache holds what calls of providers load.
 * It has one resource type, {@code training_thing}, and gives back whatever it is given.
 */
public final class TrainingProvider {
  /** Attributes: {@code id}, a string, computed; {@code name}, a string, optional. */
  private static final String BLOCK =
      "12100a026964120822737472696e67223001" + "12120a046e616d65120822737472696e67222801";

  private final DataInputStream in;
  private final DataOutputStream out;
  private final Map<Integer, String> paths = new ConcurrentHashMap<>();
  private final Map<Integer, byte[]> bodies = new ConcurrentHashMap<>();

  private TrainingProvider(SocketChannel client) {
    this.in = new DataInputStream(input(client));
    this.out = new DataOutputStream(output(client));
  }

  /** Serves one client. */
  public static void main(String[] arguments) throws IOException {
    Path socket = Path.of(System.getenv("PLUGIN_UNIX_SOCKET_DIR"), "plugin");
    try (ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      listening.bind(UnixDomainSocketAddress.of(socket));
      System.out.println("1|6|unix|" + socket + "|grpc|");
      System.out.flush();
      new TrainingProvider(listening.accept()).serve();
    }
  }

  /** Streams of a channel that is read and written at once. */
  private static InputStream input(SocketChannel client) {
    return Channels.newInputStream(
        new ReadableByteChannel() {
          @Override
          public int read(ByteBuffer into) throws IOException {
            return client.read(into);
          }

          @Override
          public boolean isOpen() {
            return client.isOpen();
          }

          @Override
          public void close() throws IOException {
            client.close();
          }
        });
  }

  private static OutputStream output(SocketChannel client) {
    return Channels.newOutputStream(
        new WritableByteChannel() {
          @Override
          public int write(ByteBuffer from) throws IOException {
            return client.write(from);
          }

          @Override
          public boolean isOpen() {
            return client.isOpen();
          }

          @Override
          public void close() throws IOException {
            client.close();
          }
        });
  }

  private void serve() throws IOException {
    in.skipNBytes(24);
    frame(4, 0, 0, new byte[0]);
    try {
      while (true) {
        int head = in.readInt();
        int flags = in.read();
        int stream = in.readInt();
        byte[] payload = in.readNBytes(head >>> 8);
        switch (head & 0xff) {
          case 0 -> {
            byte[] before = bodies.getOrDefault(stream, new byte[0]);
            bodies.put(
                stream,
                ByteBuffer.allocate(before.length + payload.length)
                    .put(before)
                    .put(payload)
                    .array());
            if ((flags & 1) != 0) {
              answer(stream);
            }
          }
          case 1 -> paths.put(stream, new String(payload, StandardCharsets.ISO_8859_1));
          default -> {}
        }
      }
    } catch (EOFException e) {
      return;
    }
  }

  private void answer(int stream) throws IOException {
    String path = paths.getOrDefault(stream, "");
    byte[] body = bodies.getOrDefault(stream, new byte[5]);
    if (path.contains("Shutdown")) {
      System.exit(0);
    }
    if (path.contains("StreamStdio")) {
      return;
    }
    byte[] message =
        path.contains("GetProviderSchema")
            ? schema()
            : path.contains("PlanResourceChange") || path.contains("ApplyResourceChange")
                ? echo(body, 3)
                : path.contains("ReadResource") ? echo(body, 2) : new byte[0];
    headers(stream, 4, ":status", "200", "content-type", "application/grpc");
    frame(
        0,
        0,
        stream,
        ByteBuffer.allocate(5 + message.length)
            .put((byte) 0)
            .putInt(message.length)
            .put(message)
            .array());
    headers(stream, 5, "grpc-status", path.contains("Identity") ? "12" : "0");
  }

  private static byte[] schema() {
    byte[] block = HexFormat.of().parseHex(BLOCK);
    byte[] schema = field(2, block);
    byte[] named =
        ByteBuffer.allocate(2 + 14 + 2 + schema.length)
            .put(field(1, "training_thing".getBytes(StandardCharsets.US_ASCII)))
            .put(field(2, schema))
            .array();
    byte[] type = field(2, named);
    byte[] provider = field(1, field(2, new byte[0]));
    byte[] optional = field(6, new byte[] {0x10, 1});
    return ByteBuffer.allocate(type.length + provider.length + optional.length)
        .put(provider)
        .put(type)
        .put(optional)
        .array();
  }

  /** A field of bytes, of fewer than 128. */
  private static byte[] field(int number, byte[] content) {
    return ByteBuffer.allocate(2 + content.length)
        .put((byte) (number << 3 | 2))
        .put((byte) content.length)
        .put(content)
        .array();
  }

  /** What stands in a field of a small request, as the first field of an answer. */
  private static byte[] echo(byte[] body, int wanted) {
    int at = 5;
    while (at < body.length) {
      int number = body[at] >> 3;
      int length = body[at + 1];
      if (number == wanted) {
        byte[] content = new byte[length];
        System.arraycopy(body, at + 2, content, 0, length);
        return field(1, content);
      }
      at += 2 + length;
    }
    return new byte[0];
  }

  private void headers(int stream, int flags, String... headers) throws IOException {
    ByteBuffer block = ByteBuffer.allocate(256);
    for (int i = 0; i < headers.length; i += 2) {
      block.put((byte) 0);
      for (String text : new String[] {headers[i], headers[i + 1]}) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        block.put((byte) bytes.length).put(bytes);
      }
    }
    byte[] bytes = new byte[block.position()];
    block.flip().get(bytes);
    frame(1, flags, stream, bytes);
  }

  private void frame(int type, int flags, int stream, byte[] payload) throws IOException {
    out.writeInt(payload.length << 8 | type);
    out.write(flags);
    out.writeInt(stream);
    out.write(payload);
    out.flush();
  }
}
