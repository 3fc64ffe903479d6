package dev.ingot.bake.ssh;

import com.jcraft.jsch.Channel;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Proxy;
import com.jcraft.jsch.Session;
import com.jcraft.jsch.SocketFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Optional;

/**
 * The way to a machine through a channel of its bastion. A forwarded port of this host would do the
 * same, for every user of this host.
 */
final class BastionProxy implements Proxy {
  private record Open(Channel channel, InputStream in, OutputStream out) {}

  private final Session bastion;
  private Optional<Open> open = Optional.empty();

  BastionProxy(Session bastion) {
    this.bastion = bastion;
  }

  @Override
  public void connect(SocketFactory factory, String host, int port, int timeout)
      throws JSchException, IOException {
    Channel channel = bastion.getStreamForwarder(host, port);
    open = Optional.of(new Open(channel, channel.getInputStream(), channel.getOutputStream()));
    channel.connect(timeout);
  }

  @Override
  public InputStream getInputStream() {
    return open.orElseThrow().in();
  }

  @Override
  public OutputStream getOutputStream() {
    return open.orElseThrow().out();
  }

  @Override
  @SuppressWarnings("NullAway") // the library asks for a socket only to set its time limits
  public Socket getSocket() {
    return null;
  }

  @Override
  public void close() {
    open.ifPresent(each -> each.channel().disconnect());
  }
}
