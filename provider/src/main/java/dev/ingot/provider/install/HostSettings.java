package dev.ingot.provider.install;

import dev.ingot.provider.install.CliConfiguration.HelperProgram;
import dev.ingot.provider.install.CliConfiguration.Hosts;
import dev.ingot.provider.install.SettingsTree.Block;
import dev.ingot.provider.install.SettingsTree.Entry;
import dev.ingot.provider.install.SettingsTree.Many;
import dev.ingot.provider.install.SettingsTree.Node;
import dev.ingot.provider.install.SettingsTree.SyntaxException;
import dev.ingot.provider.install.SettingsTree.Text;
import dev.ingot.provider.registry.LoginSettings;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Collects what CLI configuration files say of other hosts; what was said first counts. */
final class HostSettings {
  private final Map<String, String> tokens = new TreeMap<>();
  private final Map<String, Map<String, String>> services = new TreeMap<>();
  private final Map<String, LoginSettings> logins = new TreeMap<>();
  private Optional<HelperProgram> helper = Optional.empty();

  HostSettings() {}

  Hosts hosts() {
    return new Hosts(tokens, services, logins, helper);
  }

  /** {@code credentials "HOST" { token = … }}, or an object of hosts in JSON. */
  void credentials(Entry entry) throws SyntaxException {
    for (Entry each : byHost(entry)) {
      if (each.value() instanceof Block(List<Entry> settings)) {
        for (Entry setting : settings) {
          if (setting.name().equals("token") && setting.value() instanceof Text(String token)) {
            tokens.putIfAbsent(each.name().toLowerCase(Locale.ROOT), token);
          }
        }
      }
    }
  }

  /** {@code host "HOST" { services = { … } }}. */
  void host(Entry entry) throws SyntaxException {
    for (Entry each : byHost(entry)) {
      Map<String, String> addresses = new TreeMap<>();
      for (Entry setting : entries(each.value())) {
        if (setting.name().equals("services")) {
          for (Entry service : entries(setting.value())) {
            if (service.value() instanceof Text(String address)) {
              addresses.put(service.name(), address);
            } else if (service.name().equals("login.v1")) {
              logins.putIfAbsent(
                  each.name().toLowerCase(Locale.ROOT), login(each.name(), service.value()));
            }
          }
        }
      }
      services.putIfAbsent(each.name().toLowerCase(Locale.ROOT), addresses);
    }
  }

  private static LoginSettings login(String host, Node node) {
    Map<String, List<String>> settings = new TreeMap<>();
    for (Entry entry : entries(node)) {
      List<Node> nodes =
          entry.value() instanceof Many(List<Node> many) ? many : List.of(entry.value());
      settings.put(
          entry.name(),
          nodes.stream().filter(Text.class::isInstance).map(each -> ((Text) each).text()).toList());
    }
    return LoginSettings.of(
        URI.create("https://" + host + "/"),
        first(settings, "client"),
        settings.getOrDefault("grant_types", List.of()),
        first(settings, "authz"),
        first(settings, "token"),
        settings.getOrDefault("ports", List.of()).stream()
            .filter(port -> port.matches("[0-9]{1,5}"))
            .map(Integer::valueOf)
            .toList(),
        settings.getOrDefault("scopes", List.of()));
  }

  private static String first(Map<String, List<String>> settings, String name) {
    List<String> texts = settings.getOrDefault(name, List.of());
    return texts.isEmpty() ? "" : texts.getFirst();
  }

  /** {@code credentials_helper "NAME" { args = [ … ] }}. */
  void helper(Entry entry) throws SyntaxException {
    for (Entry each : byHost(entry)) {
      String name = each.name();
      if (!name.matches("[A-Za-z0-9_-]+")) {
        throw new SyntaxException("\"" + name + "\" can't be the name of a credentials helper");
      }
      List<String> arguments = List.of();
      for (Entry setting : entries(each.value())) {
        if (setting.name().equals("args") && setting.value() instanceof Many(List<Node> nodes)) {
          arguments =
              nodes.stream()
                  .filter(Text.class::isInstance)
                  .map(node -> ((Text) node).text())
                  .toList();
        }
      }
      if (helper.isEmpty()) {
        helper = Optional.of(new HelperProgram(name, arguments));
      }
    }
  }

  private static List<Entry> entries(Node node) {
    return node instanceof Block(List<Entry> entries) ? entries : List.of();
  }

  private static List<Entry> byHost(Entry entry) throws SyntaxException {
    if (!(entry.value() instanceof Block(List<Entry> entries)) || entry.labels().size() > 1) {
      throw new SyntaxException(entry.name() + " is not a block with one label");
    }
    return entry.labels().isEmpty()
        ? entries
        : List.of(new Entry(entry.labels().getFirst(), List.of(), entry.value()));
  }
}
