package dev.tributary.adapter.email;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Makes certificates that no authority knows. */
final class Certificates {

    private static final String PASSWORD = "changeit";

    /**
     * A server's identity.
     *
     * @param certificate as PEM, as is the key
     */
    record Identity(SSLContext context, String certificate, String key) {}

    private Certificates() {}

    static Identity of(String host) {
        try {
            Path file = Files.createTempDirectory("certificate").resolve("store.p12");
            List<String> command = List.of(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias", "mail", "-keyalg", "EC", "-groupname", "secp256r1",
                    "-dname", "CN=" + host, "-ext", "SAN=dns:" + host, "-storetype", "PKCS12", "-keystore", file.toString(), "-storepass", PASSWORD);
            if (new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(file.resolveSibling("keytool.log").toFile()).start().waitFor() != 0) {
                throw new IllegalStateException(Files.readString(file.resolveSibling("keytool.log")));
            }
            KeyStore store = KeyStore.getInstance("PKCS12");
            try (InputStream content = Files.newInputStream(file)) {
                store.load(content, PASSWORD.toCharArray());
            }
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, PASSWORD.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return new Identity(
                    context, pem("CERTIFICATE", store.getCertificate("mail").getEncoded()), pem("PRIVATE KEY", store.getKey("mail", PASSWORD.toCharArray()).getEncoded()));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static String pem(String kind, byte[] bytes) {
        return "-----BEGIN " + kind + "-----\n" + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes) + "\n-----END " + kind + "-----\n";
    }
}
