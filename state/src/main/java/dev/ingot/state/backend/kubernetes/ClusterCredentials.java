package dev.ingot.state.backend.kubernetes;

import dev.ingot.http.client.HttpRequest;
import dev.ingot.http.tls.TlsSettings;
import dev.ingot.state.StateException;
import dev.ingot.state.backend.kubernetes.ClusterAccess.Plugin;
import dev.ingot.state.oauth.Token;
import dev.ingot.state.oauth.TokenSource;
import dev.ingot.state.program.Programs;
import dev.ingot.state.remote.JsonAnswer;
import dev.ingot.storage.RegularFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Shows a cluster who asks: by a token, a password, or what a program prints. */
final class ClusterCredentials {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  /** A file's token is read again after that. */
  private static final Duration FILE = Duration.ofMinutes(5);

  private final ClusterAccess access;
  private final Programs programs;
  private final Clock clock;
  private final TokenSource tokens;
  private Optional<TlsSettings.ClientIdentity> printed = Optional.empty();

  ClusterCredentials(ClusterAccess access, Programs programs, Clock clock) {
    this.access = access;
    this.programs = programs;
    this.clock = clock;
    this.tokens = TokenSource.kept(this::fresh, clock);
  }

  /** A request with credentials. */
  HttpRequest on(HttpRequest request) {
    if (access.token().isPresent()) {
      return request.withBearer(access.token().get());
    }
    if (access.basic().isPresent()) {
      String basic = access.basic().get();
      int colon = basic.indexOf(':');
      return request.withBasic(basic.substring(0, colon), basic.substring(colon + 1));
    }
    if (access.tokenFile().isEmpty() && access.plugin().isEmpty()) {
      return request;
    }
    String token = tokens.token().value();
    return token.isEmpty() ? request : request.withBearer(token);
  }

  /** The certificate to show, which may have to be asked for. */
  Optional<TlsSettings.ClientIdentity> identity() {
    if (access.certificate().isPresent()) {
      return Optional.of(
          new TlsSettings.ClientIdentity(access.certificate().get(), access.key().orElse("")));
    }
    if (access.plugin().isPresent() && access.token().isEmpty() && access.basic().isEmpty()) {
      Token _ = tokens.token();
      return printed;
    }
    return Optional.empty();
  }

  private Token fresh() {
    Optional<Path> file = access.tokenFile();
    if (file.isPresent()) {
      try {
        String text = new String(RegularFile.read(file.get()), StandardCharsets.UTF_8);
        return new Token(text.strip(), Optional.of(clock.instant().plus(FILE)));
      } catch (IOException e) {
        throw new StateException(
            "The token in " + file.get() + " cannot be read: " + StateException.reason(e) + ".", e);
      }
    }
    return run(access.plugin().orElseThrow());
  }

  private Token run(Plugin plugin) {
    List<String> command = new ArrayList<>(List.of(plugin.command()));
    command.addAll(plugin.arguments());
    Map<String, String> variables = new HashMap<>(plugin.variables());
    variables.put(
        "KUBERNETES_EXEC_INFO",
        "{\"kind\":\"ExecCredential\",\"apiVersion\":\""
            + plugin.version()
            + "\",\"spec\":{\"interactive\":false}}");
    Programs.Ended ended;
    try {
      ended = programs.run(new Programs.Program(command, variables, new byte[0], LIMIT));
    } catch (IOException e) {
      throw new StateException(
          "The credential plugin "
              + plugin.command()
              + " can't be run: "
              + StateException.reason(e)
              + ". Install it, or correct \"exec\".",
          e);
    }
    if (ended.exitCode() != 0) {
      throw new StateException(
          "The credential plugin "
              + plugin.command()
              + " failed with exit code "
              + ended.exitCode()
              + (ended.errors().isBlank() ? "." : ": " + ended.errors().strip()));
    }
    JsonAnswer status =
        JsonAnswer.parse(ended.text())
            .flatMap(json -> json.at("status"))
            .orElseThrow(
                () ->
                    new StateException(
                        "The credential plugin "
                            + plugin.command()
                            + " didn't print an ExecCredential with a status."));
    Optional<String> certificate = status.text("clientCertificateData");
    printed =
        certificate.map(
            pem -> new TlsSettings.ClientIdentity(pem, status.text("clientKeyData").orElse("")));
    try {
      return new Token(
          status.text("token").orElse(""), status.text("expirationTimestamp").map(Instant::parse));
    } catch (DateTimeException e) {
      throw new StateException(
          "The credential plugin "
              + plugin.command()
              + " printed an expirationTimestamp that is"
              + " no time.",
          e);
    }
  }
}
