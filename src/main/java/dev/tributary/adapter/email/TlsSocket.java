package dev.tributary.adapter.email;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * A line that is TLS from its first byte. The mail library is told nothing of it: its own TLS believes the platform's authorities alone and
 * connects by name.
 */
final class TlsSocket extends Socket {

    private final Socket line = new Socket();
    private final InetSocketAddress address;
    private final String host;
    private final SSLSocketFactory factory;
    private SSLSocket secured;

    /** @param host whom the certificate has to name; sent to the server too (SNI) */
    TlsSocket(InetSocketAddress address, String host, SSLSocketFactory factory) {
        this.address = address;
        this.host = host;
        this.factory = factory;
    }

    @Override
    public void connect(SocketAddress ignored, int timeout) throws IOException {
        line.connect(address, timeout);
        line.setSoTimeout(timeout);
        secured = (SSLSocket) factory.createSocket(line, host, address.getPort(), true);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setProtocols(MailSessions.TLS_VERSIONS);
        secured.setSSLParameters(parameters);
        secured.startHandshake();
    }

    @Override
    public void connect(SocketAddress endpoint) throws IOException {
        connect(endpoint, 0);
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return secured.getInputStream();
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return secured.getOutputStream();
    }

    @Override
    public void setSoTimeout(int millis) throws SocketException {
        line.setSoTimeout(millis);
    }

    @Override
    public int getSoTimeout() throws SocketException {
        return line.getSoTimeout();
    }

    @Override
    public void setKeepAlive(boolean on) throws SocketException {
        line.setKeepAlive(on);
    }

    @Override
    public void setTcpNoDelay(boolean on) throws SocketException {
        line.setTcpNoDelay(on);
    }

    @Override
    public InetAddress getInetAddress() {
        return line.getInetAddress();
    }

    @Override
    public int getPort() {
        return line.getPort();
    }

    @Override
    public InetAddress getLocalAddress() {
        return line.getLocalAddress();
    }

    @Override
    public int getLocalPort() {
        return line.getLocalPort();
    }

    @Override
    public boolean isConnected() {
        return line.isConnected();
    }

    @Override
    public boolean isClosed() {
        return line.isClosed();
    }

    @Override
    public void close() throws IOException {
        if (secured == null) {
            line.close();
        } else {
            secured.close();
        }
    }
}
