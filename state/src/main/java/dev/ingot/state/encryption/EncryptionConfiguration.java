package dev.ingot.state.encryption;

import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceFile;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.syntax.Body;
import dev.ingot.lang.syntax.Syntax;
import dev.ingot.state.StateCipher;
import dev.ingot.state.backend.BackendPlace;
import dev.ingot.state.encryption.EncryptionBlock.Part;
import dev.ingot.state.encryption.EncryptionBlock.Target;
import dev.ingot.state.program.Programs;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Evaluates what an {@code encryption} block and {@code TF_ENCRYPTION} say together. Only what a
 * target uses is evaluated, as in OpenTofu; nothing is asked of a service or a program before
 * something is encrypted or decrypted.
 */
public final class EncryptionConfiguration {
  /** The variable with the content of an {@code encryption} block, in HCL or JSON. */
  public static final String VARIABLE = "TF_ENCRYPTION";

  private static final int DEEPEST_FALLBACK = 50;

  private final EncryptionBlock block;
  private final Scope scope;
  private final BackendPlace place;
  private final Programs programs;
  private final Diagnostics diagnostics = new Diagnostics();
  private final Map<String, Optional<KeyProvider>> providers = new HashMap<>();
  private final Map<String, Optional<Method>> methods = new HashMap<>();
  private final Set<String> open = new LinkedHashSet<>();

  private EncryptionConfiguration(
      EncryptionBlock block, Scope scope, BackendPlace place, Programs programs) {
    this.block = block;
    this.scope = scope;
    this.place = place;
    this.programs = programs;
  }

  /**
   * How states and plans are encrypted.
   *
   * @param configured the block of the configuration
   * @param scope what names mean in it
   * @param place the surroundings, of which the environment may have {@link #VARIABLE}
   * @throws EncryptionException if something is wrong in it; the message never has a value of it
   */
  public static Encryptions of(
      Optional<EncryptionBlock> configured, Scope scope, BackendPlace place, Programs programs) {
    Diagnostics reading = new Diagnostics();
    Optional<EncryptionBlock> variable =
        place
            .variable(VARIABLE)
            .filter(text -> !text.isBlank())
            .map(text -> written(text, reading));
    if (reading.hasErrors()) {
      throw new EncryptionException(
          reading.list().stream()
              // What the parser says may quote what is written, and with it a passphrase.
              .map(each -> each.texts(each.summary(), "The variable TF_ENCRYPTION can't be used."))
              .toList());
    }
    Optional<EncryptionBlock> merged =
        configured.isPresent() && variable.isPresent()
            ? Optional.of(configured.get().under(variable.get()))
            : variable.or(() -> configured);
    return merged
        .map(found -> new EncryptionConfiguration(found, scope, place, programs).encryptions())
        .orElse(Encryptions.NONE);
  }

  private static EncryptionBlock written(String text, Diagnostics diagnostics) {
    SourceFile file = new SourceFile(VARIABLE, text).hidden();
    Body body =
        text.stripLeading().startsWith("{")
            ? Syntax.parseJson(file, diagnostics)
            : Syntax.parse(file, diagnostics);
    return EncryptionBlock.read(body, file.range(0, 0), diagnostics);
  }

  private Encryptions encryptions() {
    Map<String, StateCipher> remote = new HashMap<>();
    block
        .remote()
        .forEach(
            (name, target) ->
                remote.put(name, cipher("state read by " + name, Optional.of(target))));
    Encryptions encryptions =
        new Encryptions(
            cipher("state", block.state()),
            cipher("plan", block.plan()),
            cipher("state read by terraform_remote_state", block.remoteDefault()),
            remote);
    if (diagnostics.hasErrors()) {
      throw new EncryptionException(
          diagnostics.list().stream().filter(Diagnostic::isError).toList());
    }
    return encryptions;
  }

  private StateCipher cipher(String what, Optional<Target> target) {
    List<Method> chain = new ArrayList<>();
    for (Optional<Target> each = target; each.isPresent(); each = each.get().fallback()) {
      method(each.get()).ifPresent(chain::add);
      if (chain.size() > DEEPEST_FALLBACK) {
        problem("Too many fallbacks", "At most 50 methods can be tried.", each.get());
        break;
      }
    }
    if (target.isPresent()
        && target.get().enforced()
        && chain.stream().anyMatch(Unencrypted.class::isInstance)) {
      problem(
          "Unencrypted method is forbidden",
          "Unable to use unencrypted method since the enforced flag is set.",
          target.get());
    }
    return chain.isEmpty() ? StateCipher.NONE : new Encryption(what, chain);
  }

  private void problem(String summary, String detail, Target target) {
    diagnostics.error(summary, detail, target.declaration());
  }

  private Optional<Method> method(Target target) {
    Optional<String> address =
        target.method().flatMap(attribute -> Arguments.reference(attribute, "method"));
    if (address.isEmpty()) {
      problem(
          "Invalid encryption method identifier",
          "Expected method of form method.<type>.<name>",
          target);
      return Optional.empty();
    }
    Part part = block.methods().get(address.get());
    if (part == null) {
      problem(
          "Reference to undeclared encryption method",
          "There is no " + address.get() + " block declared in the encryption block.",
          target);
      return Optional.empty();
    }
    Optional<Method> known = methods.get(address.get());
    if (known == null) {
      known = method(new Arguments(part, scope, diagnostics), part.type());
      methods.put(address.get(), known);
    }
    return known;
  }

  private Optional<Method> method(Arguments given, String type) {
    Optional<Method> method =
        switch (type) {
          case "unencrypted" -> Optional.of(new Unencrypted(given.address()));
          case "aes_gcm" -> {
            byte[] aad = given.bytes("aad").orElseGet(() -> new byte[0]);
            yield keys(given, "keys")
                .map(keys -> new AesGcm(given.address(), keys, aad, place.environment().random()));
          }
          case "external" -> externalMethod(given);
          default -> {
            given.problem(
                "Unknown encryption method type",
                "there is no type \"" + type + "\". There are aes_gcm, external and unencrypted.");
            yield Optional.empty();
          }
        };
    given.refuseOthers();
    return method;
  }

  private Optional<Method> externalMethod(Arguments given) {
    Optional<KeyProvider> keys = given.has("keys") ? keys(given, "keys") : Optional.empty();
    Optional<External> encrypting = command(given, "encrypt_command", ExternalMethod.MAGIC);
    Optional<External> decrypting = command(given, "decrypt_command", ExternalMethod.MAGIC);
    return encrypting.flatMap(
        one -> decrypting.map(other -> new ExternalMethod(given.address(), keys, one, other)));
  }

  private Optional<External> command(Arguments given, String name, String magic) {
    List<String> command = given.texts(name);
    if (command.isEmpty() || command.getFirst().isEmpty()) {
      given.problem(
          "Missing command",
          "the " + name + " option is required, a list of a program and its" + " arguments.");
      return Optional.empty();
    }
    return Optional.of(new External(programs, given.address(), magic, command));
  }

  private Optional<KeyProvider> keys(Arguments given, String argument) {
    Optional<String> address = given.keyProvider(argument);
    if (address.isEmpty()) {
      return Optional.empty();
    }
    Part part = block.keyProviders().get(address.get());
    if (part == null) {
      given.problem(
          "Reference to undeclared key provider",
          "there is no " + address.get() + " block declared in the encryption block.");
      return Optional.empty();
    }
    if (!open.add(part.address())) {
      given.problem(
          "Circular reference detected",
          "key providers refer to each other: "
              + String.join(" -> ", open)
              + " -> "
              + part.address()
              + ".");
      return Optional.empty();
    }
    Optional<KeyProvider> known = providers.get(part.address());
    if (known == null) {
      known = keys(part);
      providers.put(part.address(), known);
    }
    open.remove(part.address());
    return known;
  }

  private Optional<KeyProvider> keys(Part part) {
    Arguments given = new Arguments(part, scope, diagnostics);
    String name = given.text("encrypted_metadata_alias").orElse(part.address());
    Optional<? extends KeySource> source =
        switch (part.type()) {
          case "pbkdf2" -> passphrase(name, given);
          case "external" -> command(given, "command", ExternalKeys.MAGIC).map(ExternalKeys::new);
          case "aws_kms" -> AwsKms.of(name, given, place);
          case "openbao" -> OpenBao.of(name, given, place);
          case "gcp_kms" -> GcpKms.of(name, given, place);
          case "azure_vault" -> AzureVault.of(name, given, place, programs);
          default -> {
            given.problem(
                "Unknown key_provider type",
                "there is no type \""
                    + part.type()
                    + "\". There are aws_kms, azure_vault, external, gcp_kms, openbao and"
                    + " pbkdf2.");
            yield Optional.empty();
          }
        };
    if (source.isPresent()) {
      given.refuseOthers();
    }
    return source.map(found -> new KnownKeys(name, found));
  }

  private Optional<Passphrase> passphrase(String name, Arguments given) {
    Passphrase.Parameters usual = Passphrase.Parameters.USUAL;
    Passphrase.Parameters parameters =
        new Passphrase.Parameters(
            given.number("iterations", usual.iterations(), 200_000, 100_000_000),
            given.text("hash_function").orElse(usual.hash()),
            given.number("key_length", usual.keyLength(), 1, 1024),
            given.number("salt_length", usual.saltLength(), 1, 1024));
    if (!List.of("sha256", "sha512").contains(parameters.hash())) {
      given.problem("Invalid value", "hash_function has to be sha256 or sha512.");
    }
    boolean chained = given.has("chain");
    if (chained == given.has("passphrase")) {
      given.problem(
          chained ? "Conflicting arguments" : "Missing required argument",
          chained
              ? "passphrase and chain are mutually exclusive."
              : "a passphrase or a chain is required.");
      return Optional.empty();
    }
    if (chained) {
      return keys(given, "chain")
          .map(keys -> Passphrase.of(name, keys, parameters, place.environment().random()));
    }
    Optional<String> passphrase = given.needed("passphrase");
    if (passphrase.isPresent() && !Passphrase.isLongEnough(passphrase.get())) {
      given.problem(
          "Passphrase is too short", "the passphrase has to have at least 16 characters.");
      return Optional.empty();
    }
    return passphrase.map(
        text -> Passphrase.of(name, text, parameters, place.environment().random()));
  }
}
