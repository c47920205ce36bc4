/** Which bundle scores an image: routes, and the bundles that they name. It knows neither Kafka nor files. */
package io.elbowatch.routes;
