package dev.ingot.http.tls;

import dev.ingot.http.HttpFailure;
import dev.ingot.http.HttpFailureException;
import dev.ingot.http.TlsProblem;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/** Makes connections secure. What is heavy is done when the first one needs it. */
public final class TlsLayer {
  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

  private final TlsSettings settings;
  private @Nullable SSLContext context;

  /** With these settings. */
  public TlsLayer(TlsSettings settings) {
    this.settings = settings;
  }

  /**
   * Shakes hands over a connection; whoever calls ends the connection if it takes too long.
   *
   * @param host the name its certificate must have, unless the settings say another
   * @throws HttpFailureException when it is not the host, or doesn't speak TLS
   * @throws SocketException when the connection is closed meanwhile
   */
  public Socket secure(Socket plain, String host, int port) throws IOException {
    try {
      String name = settings.serverName().orElse(host);
      Socket layered = context().getSocketFactory().createSocket(plain, name, port, true);
      if (!(layered instanceof SSLSocket secured)) {
        throw new IOException("the JDK makes no secure sockets");
      }
      secured.setSSLParameters(parameters(secured, name));
      secured.startHandshake();
      return secured;
    } catch (TlsSettingsException e) {
      throw failure(host, TlsProblem.SETTINGS, e);
    } catch (SSLHandshakeException e) {
      throw failure(host, refused(e).orElse(TlsProblem.HANDSHAKE), e);
    } catch (SSLException e) {
      if (e.getCause() instanceof SocketException lost) {
        throw lost;
      }
      throw failure(host, refused(e).orElse(TlsProblem.NOT_TLS), e);
    }
  }

  private SSLParameters parameters(SSLSocket socket, String name) {
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setProtocols(PROTOCOLS);
    if (!(settings.trust() instanceof Trust.Anyone)) {
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
    }
    serverName(name).ifPresent(shown -> parameters.setServerNames(List.of(shown)));
    return parameters;
  }

  /** Addresses and names with an underscore are not sent. */
  private static Optional<SNIHostName> serverName(String name) {
    if (name.indexOf(':') >= 0 || name.indexOf('_') >= 0 || isNumeric(name)) {
      return Optional.empty();
    }
    try {
      return Optional.of(new SNIHostName(name));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static boolean isNumeric(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c != '.' && (c < '0' || c > '9')) {
        return false;
      }
    }
    return true;
  }

  private static Optional<TlsProblem> refused(SSLException failed) {
    for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
      if (cause instanceof RefusedCertificateException refused) {
        return Optional.of(refused.problem());
      }
    }
    return Optional.empty();
  }

  private static HttpFailureException failure(String host, TlsProblem problem, IOException e) {
    String detail =
        switch (problem) {
          case HANDSHAKE, WRONG_HOST, SETTINGS -> String.valueOf(e.getMessage());
          case UNTRUSTED, EXPIRED, NOT_YET_VALID, NOT_TLS -> "";
        };
    HttpFailureException failure =
        new HttpFailureException("", new HttpFailure.TlsFailed(host, problem, detail));
    failure.initCause(e);
    return failure;
  }

  private synchronized SSLContext context() throws IOException {
    SSLContext known = context;
    if (known == null) {
      try {
        known = SSLContext.getInstance("TLS");
        List<KeyManager> keys = new ArrayList<>();
        if (settings.identity().isPresent()) {
          keys.add(OneKey.of(settings.identity().get()));
        }
        TrustManager trust =
            settings.trust() instanceof Trust.Anyone
                ? new NoTrust()
                : new ServerTrust(settings.trust());
        known.init(keys.toArray(KeyManager[]::new), new TrustManager[] {trust}, null);
      } catch (GeneralSecurityException e) {
        throw new IOException("this JDK offers no TLS: " + e.getMessage(), e);
      }
      context = known;
    }
    return known;
  }
}
