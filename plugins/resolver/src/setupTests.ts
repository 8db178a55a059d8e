import '@testing-library/jest-dom';
import { configure } from '@testing-library/react';

// Whole pages are rendered: on a busy machine that takes longer than the defaults allow.
configure({ asyncUtilTimeout: 10_000 });
jest.setTimeout(60_000);
