package dev.ingot.provider.process;

import dev.ingot.graph.Cancellation;
import dev.ingot.plugin.Handshake;
import dev.ingot.plugin.Handshake.Address;
import dev.ingot.plugin.LastLines;
import dev.ingot.plugin.PluginException;
import dev.ingot.plugin.PluginProcess;
import dev.ingot.plugin.grpc.GrpcChannel;
import dev.ingot.plugin.transport.ClientCertificate;
import dev.ingot.plugin.transport.SocketTransport;
import dev.ingot.plugin.transport.TlsTransport;
import dev.ingot.plugin.transport.Transport;
import dev.ingot.provider.protocol.Protocol;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import jdk.net.ExtendedSocketOptions;

/**
 * Starts a provider's program. Its socket lies in a folder made for it that only this user can
 * enter, and whoever listens there must be this user: then nothing more has to be proved. A program
 * that listens elsewhere (an older one, or on a port) is started again with mutual TLS. Rules: the
 * MPL sources of go-plugin.
 */
final class ProgramConnector implements Connector {
  private static final String COOKIE = "TF_PLUGIN_MAGIC_COOKIE";
  private static final String COOKIE_VALUE =
      "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2";
  private static final Duration START = Duration.ofMinutes(1);

  private final Program program;
  private final RandomGenerator random;

  /**
   * @param random where the serial number of a certificate comes from, if one is needed
   */
  ProgramConnector(Program program, RandomGenerator random) {
    this.program = program;
    this.random = random;
  }

  @Override
  public PluginConnection connect() throws IOException, InterruptedException {
    PluginProcess<Handshake.OfProvider> process = start(Optional.empty());
    boolean reached = false;
    try {
      Optional<Transport> plain = ownSocket(process);
      if (plain.isPresent()) {
        PluginConnection connection = open(process, plain.get());
        reached = true;
        return connection;
      }
    } finally {
      if (!reached) {
        process.close();
      }
    }
    return withCertificates();
  }

  private PluginProcess<Handshake.OfProvider> start(Optional<ClientCertificate> certificate)
      throws PluginException, InterruptedException {
    Map<String, String> environment = new HashMap<>(program.environment());
    environment.put(COOKIE, COOKIE_VALUE);
    environment.put("PLUGIN_PROTOCOL_VERSIONS", "5,6");
    environment.put("PLUGIN_MIN_PORT", "10000");
    environment.put("PLUGIN_MAX_PORT", "25000");
    certificate.ifPresent(own -> environment.put("PLUGIN_CLIENT_CERT", own.pem()));
    return PluginProcess.start(
        new PluginProcess.Launch(
            program.name(),
            List.of(program.file().toString()),
            environment,
            List.of("PLUGIN_UNIX_SOCKET_DIR"),
            program.temporary(),
            START,
            new ProgramLog(program.name(), program.log())::line),
        Handshake.ofProvider(Set.of(Protocol.FIVE.number(), Protocol.SIX.number())),
        new Cancellation());
  }

  /** A connection that needs no proof; empty where the program listens elsewhere. */
  private static Optional<Transport> ownSocket(PluginProcess<Handshake.OfProvider> process)
      throws IOException {
    Handshake.OfProvider handshake = process.handshake();
    if (!handshake.certificate().isEmpty()
        || !(handshake.address() instanceof Address.Unix(Path socket))
        || !socket.normalize().startsWith(process.folder())) {
      return Optional.empty();
    }
    SocketChannel channel = PluginSocket.connect(handshake.address());
    boolean own = false;
    try {
      own =
          channel
              .getOption(ExtendedSocketOptions.SO_PEERCRED)
              .user()
              .equals(Files.getOwner(process.folder()));
    } finally {
      if (!own) {
        channel.close();
      }
    }
    if (!own) {
      throw new IOException("another user listens at the socket of the provider");
    }
    return Optional.of(new SocketTransport(channel));
  }

  private PluginConnection withCertificates() throws IOException, InterruptedException {
    ClientCertificate own = ClientCertificate.create(random);
    PluginProcess<Handshake.OfProvider> process = start(Optional.of(own));
    boolean reached = false;
    try {
      Handshake.OfProvider handshake = process.handshake();
      if (handshake.certificate().isEmpty()) {
        throw new IOException(
            "it listens outside of the folder made for it and shows no certificate, so nothing"
                + " proves that what listens there is the provider");
      }
      Transport transport =
          TlsTransport.connect(
              new SocketTransport(PluginSocket.connect(handshake.address())),
              own,
              decoded(handshake.certificate()));
      PluginConnection connection = open(process, transport);
      reached = true;
      return connection;
    } finally {
      if (!reached) {
        process.close();
      }
    }
  }

  private static byte[] decoded(String certificate) throws IOException {
    try {
      return Base64.getDecoder().decode(certificate);
    } catch (IllegalArgumentException e) {
      throw new IOException("the certificate in its handshake is not base64");
    }
  }

  private PluginConnection open(PluginProcess<Handshake.OfProvider> process, Transport transport)
      throws IOException, InterruptedException {
    Protocol protocol =
        Protocol.of(process.handshake().protocol())
            .orElseThrow(() -> new IllegalStateException("the handshake allows no other"));
    GrpcChannel channel = GrpcChannel.open(transport, program.name());
    LastLines printed = PrintedOutput.follow(channel, program.name());
    return new PluginConnection(protocol, channel, Optional.of(process), printed);
  }
}
