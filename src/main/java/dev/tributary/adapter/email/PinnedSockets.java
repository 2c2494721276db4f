package dev.tributary.adapter.email;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.Optional;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocketFactory;

/** Sockets that connect to the one address that was checked, whatever name a library resolves once more. */
final class PinnedSockets extends SocketFactory {

    private final InetSocketAddress address;
    private final String host;
    private final Optional<SSLSocketFactory> tls;
    private volatile Socket last;

    /**
     * @param host the name that the server proves with TLS
     * @param tls spoken from the first byte on; empty for a line that begins in the clear
     */
    PinnedSockets(InetSocketAddress address, String host, Optional<SSLSocketFactory> tls) {
        this.address = address;
        this.host = host;
        this.tls = tls;
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
        Socket socket = tls.isPresent() ? new TlsSocket(address, host, tls.get()) : new Socket() {
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
    public Socket createSocket(String name, int port) throws IOException {
        Socket socket = createSocket();
        socket.connect(address, 0);
        return socket;
    }

    @Override
    public Socket createSocket(String name, int port, InetAddress localHost, int localPort) throws IOException {
        return createSocket(name, port);
    }

    @Override
    public Socket createSocket(InetAddress name, int port) throws IOException {
        return createSocket(name.getHostName(), port);
    }

    @Override
    public Socket createSocket(InetAddress name, int port, InetAddress localAddress, int localPort) throws IOException {
        return createSocket(name.getHostName(), port);
    }
}
