package dev.ingot.provider.process;

class ProtocolSixTest extends ProviderProcessKit {
  @Override
  String protocol() {
    return "6";
  }
}
