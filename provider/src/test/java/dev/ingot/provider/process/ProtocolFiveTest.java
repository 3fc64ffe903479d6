package dev.ingot.provider.process;

class ProtocolFiveTest extends ProviderProcessKit {
  @Override
  String protocol() {
    return "5";
  }
}
