package dev.tributary.platform;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** Where this service keeps what is not in the database. */
@ConfigMapping(prefix = "tributary")
public interface FileConfig {

    /** The directory of the embedded database, of generated keys and, unless said otherwise, of files. */
    @WithDefault("./data")
    String dataDir();

    /** Where attachments are kept, as {@code file:///var/lib/tributary/files}; absent: {@code files} in the data directory. */
    Optional<String> filesUrl();
}
