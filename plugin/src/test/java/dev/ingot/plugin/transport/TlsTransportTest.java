package dev.ingot.plugin.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;

/** A server of the platform's own plays the plugin: it demands a certificate that it trusts. */
class TlsTransportTest {
  private final ClientCertificate client = ClientCertificate.create(new Random(1));
  private final ClientCertificate server = ClientCertificate.create(new Random(2));

  private SSLServerSocket listen(ClientCertificate trusted) throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(null, null);
    keys.setKeyEntry("server", server.key(), new char[0], new Certificate[] {server.certificate()});
    KeyManagerFactory keyManagers = KeyManagerFactory.getInstance("PKIX");
    keyManagers.init(keys, new char[0]);
    KeyStore trust = KeyStore.getInstance("PKCS12");
    trust.load(null, null);
    trust.setCertificateEntry("client", trusted.certificate());
    TrustManagerFactory trustManagers = TrustManagerFactory.getInstance("PKIX");
    trustManagers.init(trust);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keyManagers.getKeyManagers(), trustManagers.getTrustManagers(), null);
    SSLServerSocket socket =
        (SSLServerSocket)
            context
                .getServerSocketFactory()
                .createServerSocket(0, 1, InetAddress.getLoopbackAddress());
    socket.setNeedClientAuth(true);
    return socket;
  }

  private static CompletableFuture<String> echo(SSLServerSocket listening) {
    CompletableFuture<String> ended = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try (SSLSocket socket = (SSLSocket) listening.accept()) {
                socket.getInputStream().transferTo(socket.getOutputStream());
                ended.complete("ended");
              } catch (IOException e) {
                ended.complete("failed: " + e.getMessage());
              }
            });
    return ended;
  }

  private static Transport plain(SSLServerSocket listening) throws IOException {
    return new SocketTransport(
        SocketChannel.open(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), listening.getLocalPort())));
  }

  @Test
  void bytesGoBothWaysOnceEachSideShowedItsCertificate() throws Exception {
    try (SSLServerSocket listening = listen(client)) {
      CompletableFuture<String> _ = echo(listening);
      byte[] sent = new byte[300_000];
      new Random(3).nextBytes(sent);
      try (TlsTransport transport =
          TlsTransport.connect(plain(listening), client, server.certificate().getEncoded())) {
        CompletableFuture<Void> written =
            CompletableFuture.runAsync(
                () -> {
                  try {
                    transport.write(ByteBuffer.wrap(sent));
                  } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                  }
                });
        ByteBuffer got = ByteBuffer.allocate(sent.length);
        while (got.hasRemaining()) {
          assertThat(transport.read(got)).isPositive();
        }
        assertThat(got.array()).isEqualTo(sent);
        assertThat(written).succeedsWithin(java.time.Duration.ofSeconds(20));
      }
    }
  }

  @Test
  void aPeerWithAnotherCertificateIsRefused() throws Exception {
    try (SSLServerSocket listening = listen(client)) {
      CompletableFuture<String> ended = echo(listening);
      byte[] other = ClientCertificate.create(new Random(4)).certificate().getEncoded();
      assertThatThrownBy(() -> TlsTransport.connect(plain(listening), client, other))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("not the certificate that the plugin announced");
      assertThat(ended.get(20, TimeUnit.SECONDS)).startsWith("failed");
    }
  }

  @Test
  void aPeerThatDoesNotTrustUsTakesNothing() throws Exception {
    try (SSLServerSocket listening = listen(ClientCertificate.create(new Random(5)))) {
      CompletableFuture<String> ended = echo(listening);
      try (TlsTransport transport =
          TlsTransport.connect(plain(listening), client, server.certificate().getEncoded())) {
        // With TLS 1.3 the refusal comes after this side is through with agreeing.
        assertThatThrownBy(
                () -> {
                  transport.write(ByteBuffer.wrap("x".getBytes(StandardCharsets.US_ASCII)));
                  if (transport.read(ByteBuffer.allocate(1)) < 0) {
                    throw new IOException("closed");
                  }
                })
            .isInstanceOf(IOException.class);
      }
      assertThat(ended.get(20, TimeUnit.SECONDS)).startsWith("failed");
    }
  }

  @Test
  void aCertificateCanBeReadByOthers() {
    assertThat(client.pem())
        .startsWith("-----BEGIN CERTIFICATE-----\n")
        .endsWith("\n-----END CERTIFICATE-----\n");
    assertThat(client.certificate().getBasicConstraints()).isNotNegative();
    assertThat(client.certificate().getSubjectX500Principal().getName()).isEqualTo("CN=localhost");
  }
}
