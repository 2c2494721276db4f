/** The first owner of the service that browser tests talk to. */
export const owner = {
  email: 'owner@example.org',
  password: 'a password for browser tests',
  token: 'trb_browser-tests-bootstrap-token-0123456789',
};
