package dev.tributary.adapter.email;

/** {@code format=flowed} (RFC 3676): lines that end in a blank go on in the next one. */
final class FlowedText {

    private FlowedText() {}

    static String joined(String text, boolean dropsBlank) {
        StringBuilder joined = new StringBuilder();
        int openDepth = -1;
        for (String raw : text.split("\r?\n", -1)) {
            int depth = 0;
            while (depth < raw.length() && raw.charAt(depth) == '>') {
                depth++;
            }
            String line = raw.substring(depth);
            line = line.startsWith(" ") ? line.substring(1) : line;
            boolean isSignature = line.equals("-- ");
            if (openDepth != depth || isSignature) {
                if (openDepth >= 0) {
                    joined.append('\n');
                }
                joined.append(">".repeat(depth)).append(depth > 0 ? " " : "");
            }
            boolean flows = line.endsWith(" ") && !isSignature;
            joined.append(flows && dropsBlank ? line.substring(0, line.length() - 1) : line);
            if (!flows) {
                joined.append('\n');
            }
            openDepth = flows ? depth : -1;
        }
        return joined.toString();
    }
}
