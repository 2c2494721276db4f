package dev.tributary.benchmark;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;

/** The inbox list over HTTP, as the browser asks for it: the newest open conversations. */
final class InboxList {

    private InboxList() {}

    /** Milliseconds at the 99th percentile of so many requests, after as many to warm up. */
    static double p99(String url, String token, int requests) throws Exception {
        HttpClient http = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/rest/v1/conversations?status=open&limit=50"))
                .header("Authorization", "Bearer " + token)
                .build();
        long[] times = new long[requests];
        for (int round = 0; round < 2; round++) {
            for (int index = 0; index < requests; index++) {
                long began = System.nanoTime();
                int status = http.send(request, BodyHandlers.ofByteArray()).statusCode();
                times[index] = System.nanoTime() - began;
                if (status != 200) {
                    throw new IllegalStateException("the list answered " + status);
                }
            }
        }
        Arrays.sort(times);
        return times[(int) (requests * 0.99)] / 1e6;
    }
}
