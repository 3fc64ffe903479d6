package dev.ingot.address;

import java.util.Optional;

/**
 * Which configuration of a provider, as states name it: {@code
 * module.a.provider["registry.terraform.io/acme/mock"].alias["key"]}.
 *
 * @param module the text of the module's address; empty for the root module
 * @param alias the alias of the configuration; empty for the default one
 * @param key which of the configurations that a block with {@code for_each} makes; none for a block
 *     without it, or for the whole block
 */
public record ProviderConfigAddress(
    String module, ProviderAddress provider, Optional<String> alias, InstanceKey key)
    implements Comparable<ProviderConfigAddress> {
  private static final String OPENING = "provider[\"";
  private static final String LEGACY = "provider.";
  private static final String CLOSING = "\"]";

  /** The one configuration that a block makes, or the whole block. */
  public ProviderConfigAddress(String module, ProviderAddress provider, Optional<String> alias) {
    this(module, provider, alias, InstanceKey.none());
  }

  /** One of the configurations of the same block. */
  public ProviderConfigAddress instance(InstanceKey other) {
    return key.equals(other) ? this : new ProviderConfigAddress(module, provider, alias, other);
  }

  /** The whole block. */
  public ProviderConfigAddress block() {
    return instance(InstanceKey.none());
  }

  /** The default configuration in the root module. */
  public static ProviderConfigAddress of(ProviderAddress provider) {
    return new ProviderConfigAddress("", provider, Optional.empty());
  }

  /**
   * Reads the text of a state.
   *
   * @throws AddressException if it is not such an address
   */
  public static ProviderConfigAddress parse(String text) {
    int opening = text.indexOf(OPENING);
    int closing = text.indexOf(CLOSING, opening + OPENING.length());
    boolean moduleFits = opening == 0 || (opening > 0 && text.charAt(opening - 1) == '.');
    if (opening < 0) {
      return legacy(text);
    }
    if (!moduleFits || closing < 0) {
      throw wrong(text);
    }
    String module = opening == 0 ? "" : text.substring(0, opening - 1);
    ProviderAddress provider =
        ProviderAddress.parse(text.substring(opening + OPENING.length(), closing));
    String rest = text.substring(closing + CLOSING.length());
    if (rest.isEmpty()) {
      return new ProviderConfigAddress(module, provider, Optional.empty());
    }
    int bracket = rest.indexOf('[');
    String alias = rest.substring(1, bracket < 0 ? rest.length() : Math.max(1, bracket));
    if (!rest.startsWith(".") || alias.isEmpty()) {
      throw wrong(text);
    }
    return new ProviderConfigAddress(
        module,
        provider,
        Optional.of(alias),
        bracket < 0 ? InstanceKey.none() : AddressText.key(rest.substring(bracket)));
  }

  /**
   * {@code module.a.provider.aws.alias}, as states of Terraform 0.12 have it: the provider's
   * namespace isn't known, except that of the one that is part of the program.
   */
  private static ProviderConfigAddress legacy(String text) {
    int opening = text.startsWith(LEGACY) ? 0 : text.lastIndexOf("." + LEGACY) + 1;
    if (opening == 0 && !text.startsWith(LEGACY)) {
      throw wrong(text);
    }
    String[] names = text.substring(opening + LEGACY.length()).split("\\.", -1);
    if (names.length > 2 || (names.length == 2 && names[1].isEmpty())) {
      throw wrong(text);
    }
    ProviderAddress provider =
        names[0].equals(ProviderAddress.TERRAFORM.type())
            ? ProviderAddress.TERRAFORM
            : ProviderAddress.parse(ProviderAddress.LEGACY_NAMESPACE + "/" + names[0]);
    return new ProviderConfigAddress(
        opening == 0 ? "" : text.substring(0, opening - 1),
        provider,
        names.length < 2 ? Optional.empty() : Optional.of(names[1]));
  }

  private static AddressException wrong(String text) {
    return new AddressException(
        "\""
            + text
            + "\" is not the address of a provider configuration: expected"
            + " provider[\"HOST/NAMESPACE/TYPE\"].");
  }

  /** The text of a state. */
  @Override
  public String toString() {
    return (module.isEmpty() ? "" : module + ".")
        + OPENING
        + provider
        + CLOSING
        + alias.map(name -> "." + name).orElse("")
        + key.suffix();
  }

  @Override
  public int compareTo(ProviderConfigAddress other) {
    return toString().compareTo(other.toString());
  }
}
