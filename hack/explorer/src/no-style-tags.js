// Stands in for react-style-singleton, which writes a <style> element to hide
// the scroll bar behind a dialog. This page does not scroll, and without that
// element the Content-Security-Policy needs no 'unsafe-inline'.
const nothing = () => null;
export const styleSingleton = () => nothing;
export const styleHookSingleton = () => nothing;
export const stylesheetSingleton = () => ({ add: nothing, remove: nothing });
