package dev.ingot.home;

import dev.ingot.graph.Cancellation;
import dev.ingot.http.client.HttpClient;
import dev.ingot.lang.Result;
import dev.ingot.provider.install.CliConfigurationReader;
import dev.ingot.provider.install.InstalledProviders;
import dev.ingot.provider.login.CredentialsFile;
import dev.ingot.provider.registry.CredentialsProgram;
import dev.ingot.provider.registry.LoginSettings;
import dev.ingot.provider.registry.ServiceDiscovery;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What this user may do at other hosts: how tokens are obtained, and where they are kept.
 *
 * @param client what asks other hosts; closed with this
 * @param file where tokens are kept
 * @param helper what keeps them instead, where one is configured
 */
public record HostAccounts(
    HttpClient client,
    ServiceDiscovery discovery,
    CredentialsFile file,
    Optional<CredentialsProgram> helper)
    implements AutoCloseable {
  /** Services of hosts at whose pages tokens can be made by hand. */
  private static final List<String> WITH_TOKENS_PAGE = List.of("tfe.v2.2", "tfe.v2.1", "tfe.v2");

  /** How a host gives tokens. */
  public sealed interface Method {}

  /** By OAuth. */
  public record Code(LoginSettings settings) implements Method {}

  /** By hand, on a page. */
  public record Page(URI address) implements Method {}

  static Result<HostAccounts> of(
      InstalledProviders.Surroundings surroundings, Cancellation cancellation) {
    return CliConfigurationReader.read(
            surroundings.folder(), surroundings.home(), surroundings.environment())
        .map(
            configuration -> {
              RegistryAccess access =
                  RegistryAccess.of(surroundings, configuration.hosts(), cancellation);
              return new HostAccounts(
                  access.client(),
                  access.discovery(),
                  CredentialsFile.in(surroundings.home()),
                  RegistryAccess.helper(surroundings, configuration.hosts()));
            });
  }

  /**
   * How a host gives tokens; empty if it doesn't.
   *
   * @throws IOException if it can't be asked
   */
  public Optional<Method> method(String host) throws IOException {
    Optional<LoginSettings> settings = discovery.login(host);
    if (settings.isPresent()) {
      return settings.filter(LoginSettings::takesCodes).map(Code::new);
    }
    for (String service : WITH_TOKENS_PAGE) {
      Optional<URI> address = discovery.find(host, service);
      if (address.isPresent()) {
        return Optional.of(
            new Page(
                URI.create(
                    "https://"
                        + address.get().getRawAuthority()
                        + "/app/settings/tokens?source=terraform-login")));
      }
    }
    return Optional.empty();
  }

  /** Where tokens are kept, for people. */
  public Path place() {
    return file.file();
  }

  /** Keeps a token. */
  public void store(String host, String token) throws IOException {
    if (helper.isPresent()) {
      helper.get().store(host, token);
    } else {
      file.store(host, token);
    }
  }

  /** Whether there is a token that {@link #forget} removes. */
  public boolean isKnown(String host) throws IOException {
    return helper.isPresent() ? helper.get().token(host).isPresent() : file.token(host).isPresent();
  }

  /** Removes a token. */
  public void forget(String host) throws IOException {
    if (helper.isPresent()) {
      helper.get().forget(host);
    } else {
      boolean _ = file.forget(host);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
