package dev.ingot.state.backend.http;

import dev.ingot.http.client.ClientSettings;
import dev.ingot.http.client.Retries;
import dev.ingot.http.tls.TlsSettings;
import dev.ingot.http.tls.Trust;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.schema.Attribute;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Values;
import dev.ingot.state.backend.Backend;
import dev.ingot.state.backend.BackendPlace;
import dev.ingot.state.backend.BackendSettings;
import dev.ingot.state.backend.BackendType;
import dev.ingot.state.remote.PolledLease;
import dev.ingot.state.remote.RemoteBackend;
import dev.ingot.state.remote.StoreHttp;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The backend {@code http}. Rules: the documentation of Terraform's backend, and as recorded. */
public final class HttpBackendType implements BackendType {
  /** Its name. */
  public static final String NAME = "http";

  private static final String ADDRESS = "address";
  private static final String HEADERS = "headers";
  private static final List<String> TEXTS =
      List.of(
          ADDRESS,
          "update_method",
          "lock_address",
          "unlock_address",
          "lock_method",
          "unlock_method",
          "username",
          "password",
          "client_ca_certificate_pem",
          "client_certificate_pem",
          "client_private_key_pem");

  /** Retries, or seconds: a day. */
  private static final long LARGEST = 86_400;

  private static final List<String> NUMBERS =
      List.of("retry_max", "retry_wait_min", "retry_wait_max");

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Schema schema() {
    Map<String, Attribute> attributes = new TreeMap<>();
    TEXTS.forEach(name -> attributes.put(name, Attribute.optional(Type.STRING)));
    NUMBERS.forEach(name -> attributes.put(name, Attribute.optional(Type.NUMBER)));
    attributes.put("skip_cert_verification", Attribute.optional(Type.BOOL));
    attributes.put(HEADERS, Attribute.optional(new Type.MapType(Type.STRING)));
    return Schema.of(attributes);
  }

  @Override
  public Set<String> additions() {
    return Set.of(HEADERS);
  }

  private static Optional<String> text(
      BackendSettings settings, BackendPlace place, String argument) {
    return settings
        .text(argument)
        .or(() -> place.variable("TF_HTTP_" + argument.toUpperCase(Locale.ROOT)));
  }

  @Override
  public List<Diagnostic> problems(BackendSettings settings, BackendPlace place) {
    List<Diagnostic> problems = new ArrayList<>();
    if (text(settings, place, ADDRESS).isEmpty()) {
      problems.add(Diagnostic.error("address argument is required", ""));
    }
    for (String argument : List.of(ADDRESS, "lock_address", "unlock_address")) {
      Optional<String> given = text(settings, place, argument);
      if (given.isPresent() && address(given.get()).isEmpty()) {
        problems.add(
            Diagnostic.error(
                argument + " must be HTTP or HTTPS",
                "It has to be a URL such as https://states.example.com/app."));
      }
    }
    if (text(settings, place, "client_certificate_pem").isPresent()
        != text(settings, place, "client_private_key_pem").isPresent()) {
      problems.add(
          Diagnostic.error(
              "client_certificate_pem and client_private_key_pem belong together",
              "One of the two is given without the other."));
    }
    return problems;
  }

  private static Optional<URI> address(String text) {
    try {
      URI uri = new URI(text);
      boolean web =
          "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
      return web && uri.getHost() != null ? Optional.of(uri) : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  @Override
  public Backend open(BackendSettings settings, BackendPlace place) {
    HttpStore store =
        new HttpStore(addresses(settings, place), StoreHttp.of(client(settings, place), place));
    return new RemoteBackend(
        NAME, RemoteBackend.Naming.DEFAULT_ONLY, store, new PolledLease(store), place);
  }

  private static HttpStore.Addresses addresses(BackendSettings settings, BackendPlace place) {
    Map<String, String> headers = new TreeMap<>();
    settings
        .value(HEADERS)
        .flatMap(Values::entries)
        .ifPresent(
            entries ->
                entries.forEach(
                    (name, value) ->
                        Values.text(value).ifPresent(text -> headers.put(name, text))));
    return new HttpStore.Addresses(
        text(settings, place, ADDRESS).flatMap(HttpBackendType::address).orElseThrow(),
        text(settings, place, "update_method").orElse("POST"),
        text(settings, place, "lock_address").flatMap(HttpBackendType::address),
        text(settings, place, "lock_method").orElse("LOCK"),
        text(settings, place, "unlock_address").flatMap(HttpBackendType::address),
        text(settings, place, "unlock_method").orElse("UNLOCK"),
        text(settings, place, "username")
            .map(
                user ->
                    new HttpStore.Credentials(user, text(settings, place, "password").orElse(""))),
        headers);
  }

  private static ClientSettings client(BackendSettings settings, BackendPlace place) {
    ClientSettings usual = ClientSettings.usual(place.variables());
    TlsSettings tls = usual.tls();
    Optional<String> authorities = text(settings, place, "client_ca_certificate_pem");
    if (settings.truth("skip_cert_verification").orElse(false)) {
      tls = tls.withTrust(new Trust.Anyone());
    } else if (authorities.isPresent()) {
      tls = tls.withTrust(new Trust.Authorities(List.of(authorities.get())));
    }
    Optional<String> certificate = text(settings, place, "client_certificate_pem");
    if (certificate.isPresent()) {
      tls =
          tls.withIdentity(
              new TlsSettings.ClientIdentity(
                  certificate.get(), text(settings, place, "client_private_key_pem").orElse("")));
    }
    Duration longest = Duration.ofSeconds(number(settings, place, "retry_wait_max", 30));
    return usual
        .withTls(tls)
        .withRetries(
            new Retries(
                (int) number(settings, place, "retry_max", 2),
                Duration.ofSeconds(number(settings, place, "retry_wait_min", 1)),
                longest,
                longest));
  }

  private static long number(
      BackendSettings settings, BackendPlace place, String argument, long usual) {
    long number =
        settings
            .number(argument)
            .or(
                () ->
                    place
                        .variable("TF_HTTP_" + argument.toUpperCase(Locale.ROOT))
                        .filter(
                            text -> !text.isEmpty() && text.chars().allMatch(Character::isDigit))
                        .filter(text -> text.length() < 10)
                        .map(Long::parseLong))
            .orElse(usual);
    return Math.clamp(number, 0, LARGEST);
  }
}
