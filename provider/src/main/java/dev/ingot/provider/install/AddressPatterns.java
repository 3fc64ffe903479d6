package dev.ingot.provider.install;

import dev.ingot.address.AddressException;
import dev.ingot.address.ProviderAddress;
import java.util.List;

/**
 * Which providers a source is for: patterns like <code>example.com/*&#47;*</code>. Rules: the
 * documentation of the CLI configuration file.
 *
 * @param include empty for all
 * @param exclude wins over what is included
 */
public record AddressPatterns(List<String> include, List<String> exclude) {
  /** All providers. */
  public static final AddressPatterns ALL = new AddressPatterns(List.of(), List.of());

  public AddressPatterns {
    include = List.copyOf(include);
    exclude = List.copyOf(exclude);
  }

  /** Whether an address is among them. */
  public boolean match(ProviderAddress address) {
    return (include.isEmpty() || include.stream().anyMatch(each -> matches(each, address)))
        && exclude.stream().noneMatch(each -> matches(each, address));
  }

  private static boolean matches(String pattern, ProviderAddress address) {
    // Parts left out have the same defaults as in an address, where "*" stands for a name.
    String[] parts = pattern.split("/", -1);
    int count = parts.length;
    if (count > 3) {
      return false;
    }
    String type = parts[count - 1];
    String namespace = count > 1 ? parts[count - 2] : "hashicorp";
    String host = count > 2 ? parts[0] : ProviderAddress.DEFAULT_HOST;
    return part(host, address.host())
        && part(namespace, address.namespace())
        && part(type, address.type());
  }

  private static boolean part(String pattern, String name) {
    return pattern.equals("*") || pattern.equalsIgnoreCase(name);
  }

  /** Whether a text is a pattern. */
  static boolean isPattern(String text) {
    try {
      ProviderAddress _ = ProviderAddress.parse(text.replace("*", "any"));
      return true;
    } catch (AddressException e) {
      return false;
    }
  }
}
