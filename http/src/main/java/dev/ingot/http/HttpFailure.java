package dev.ingot.http;

import java.time.Duration;

/** Why a request has no response. None of the texts holds a secret of the request. */
public sealed interface HttpFailure {
  /** What happened, to follow the request and a colon. */
  String problem();

  /** What to do about it, as a sentence. */
  String remedy();

  /** Whether the server can't have acted on the request, so that repeating it is always safe. */
  default boolean isBeforeRequest() {
    return false;
  }

  /** Whether trying again may help at all. */
  default boolean mayPass() {
    return false;
  }

  /** The address or a header field can't be sent. */
  record InvalidRequest(String why) implements HttpFailure {
    @Override
    public String problem() {
      return why;
    }

    @Override
    public String remedy() {
      return "Check the address and the header fields that were configured.";
    }

    @Override
    public boolean isBeforeRequest() {
      return true;
    }
  }

  /** The host's name has no address. */
  record NameNotFound(String host) implements HttpFailure {
    @Override
    public String problem() {
      return "the name \"" + host + "\" could not be resolved";
    }

    @Override
    public String remedy() {
      return "Check its spelling, and this host's network and DNS.";
    }

    @Override
    public boolean isBeforeRequest() {
      return true;
    }

    @Override
    public boolean mayPass() {
      return true;
    }
  }

  /**
   * No connection could be made.
   *
   * @param reason as the operating system says it
   */
  record NotConnected(String host, int port, String reason) implements HttpFailure {
    @Override
    public String problem() {
      return "no connection to " + host + " port " + port + ": " + reason;
    }

    @Override
    public String remedy() {
      return "Check that the server is running and that no firewall or proxy is in between.";
    }

    @Override
    public boolean isBeforeRequest() {
      return true;
    }

    @Override
    public boolean mayPass() {
      return true;
    }
  }

  /** What took too long. */
  enum Phase {
    /** Resolving the name and connecting, TLS and proxy included. */
    CONNECT("no connection"),
    /** Sending the request. */
    REQUEST("the server did not accept the request"),
    /** Waiting for the response. */
    RESPONSE("no response"),
    /** Receiving the body. */
    BODY("the rest of the response did not arrive");

    private final String phrase;

    Phase(String phrase) {
      this.phrase = phrase;
    }
  }

  /** Something took too long. */
  record TimedOut(Phase phase, Duration limit) implements HttpFailure {
    @Override
    public String problem() {
      return phase.phrase + " within " + seconds(limit);
    }

    @Override
    public String remedy() {
      return "Check the server and the network, then try again.";
    }

    @Override
    public boolean isBeforeRequest() {
      return phase == Phase.CONNECT;
    }

    @Override
    public boolean mayPass() {
      return true;
    }

    private static String seconds(Duration limit) {
      return limit.toMillis() < 1000 ? limit.toMillis() + " ms" : limit.toSeconds() + " s";
    }
  }

  /**
   * No secure connection could be made.
   *
   * @param detail as the TLS library says it; may be empty
   */
  record TlsFailed(String host, TlsProblem kind, String detail) implements HttpFailure {
    @Override
    public String problem() {
      return "no secure connection to "
          + host
          + ": "
          + kind.phrase()
          + (detail.isEmpty() ? "" : " (" + detail + ")");
    }

    @Override
    public String remedy() {
      return kind.remedy();
    }

    @Override
    public boolean isBeforeRequest() {
      return true;
    }
  }

  /** The proxy made no connection. */
  record ProxyRefused(String proxy, int status) implements HttpFailure {
    @Override
    public String problem() {
      return "the proxy " + proxy + " refused the connection with status " + status;
    }

    @Override
    public String remedy() {
      return status == 407
          ? "Give the proxy's user and password in HTTPS_PROXY: http://USER:PASSWORD@HOST:PORT."
          : "Check HTTPS_PROXY, or exempt the host with NO_PROXY.";
    }

    @Override
    public boolean isBeforeRequest() {
      return true;
    }

    @Override
    public boolean mayPass() {
      return status >= 500;
    }
  }

  /** What the peer sent is not HTTP/1.1. */
  record NotHttp(String detail) implements HttpFailure {
    @Override
    public String problem() {
      return "the response is not valid HTTP/1.1: " + detail;
    }

    @Override
    public String remedy() {
      return "Check the address and the port: something else seems to answer there.";
    }
  }

  /** The connection ended before the response did. */
  record ConnectionLost(String detail) implements HttpFailure {
    @Override
    public String problem() {
      return "the connection was lost" + (detail.isEmpty() ? "" : ": " + detail);
    }

    @Override
    public String remedy() {
      return "Try again; if it happens again, look at the server's log.";
    }

    @Override
    public boolean mayPass() {
      return true;
    }
  }

  /** The body is larger than allowed. */
  record TooLarge(long limit) implements HttpFailure {
    @Override
    public String problem() {
      return "the response is larger than " + limit + " bytes, the limit here";
    }

    @Override
    public String remedy() {
      return "Check that the address is the right one.";
    }
  }

  /** The server redirected again and again. */
  record TooManyRedirects(int limit) implements HttpFailure {
    @Override
    public String problem() {
      return "redirected more than " + limit + " times";
    }

    @Override
    public String remedy() {
      return "Check the server's configuration: its redirects seem to lead in a circle.";
    }
  }

  /** The server redirected to where the request must not go. */
  record UnsafeRedirect(String target, String why) implements HttpFailure {
    @Override
    public String problem() {
      return "the server redirects to " + target + ", which was not followed: " + why;
    }

    @Override
    public String remedy() {
      return "Use the address it leads to if you trust it, or have the server's redirect"
          + " corrected.";
    }
  }

  /** The request was cancelled. */
  record Cancelled() implements HttpFailure {
    @Override
    public String problem() {
      return "cancelled";
    }

    @Override
    public String remedy() {
      return "Run the command again.";
    }
  }
}
