package dev.tributary.adapter.email;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import javax.net.SocketFactory;

/**
 * Sockets that connect to the one address that was checked, whatever name a library resolves once more. TLS goes on top and still
 * proves the name.
 */
final class PinnedSockets extends SocketFactory {

    private final InetSocketAddress address;
    private volatile Socket last;

    PinnedSockets(InetSocketAddress address) {
        this.address = address;
    }

    /** How long a read may take from now on: a line that waits for news is silent for longer. */
    void readTimeout(int millis) throws SocketException {
        Socket socket = last;
        if (socket != null) {
            socket.setSoTimeout(millis);
        }
    }

    @Override
    public Socket createSocket() throws IOException {
        Socket socket = new Socket() {
            @Override
            public void connect(SocketAddress ignored, int timeout) throws IOException {
                super.connect(address, timeout);
            }
        };
        socket.setKeepAlive(true);
        last = socket;
        return socket;
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        Socket socket = createSocket();
        socket.connect(address, 0);
        return socket;
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        return createSocket(host, port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return createSocket(host.getHostName(), port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress localAddress, int localPort) throws IOException {
        return createSocket(host.getHostName(), port);
    }
}
